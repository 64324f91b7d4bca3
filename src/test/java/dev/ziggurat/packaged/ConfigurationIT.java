package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** What an operator reads whose settings are wrong. */
@Execution(ExecutionMode.CONCURRENT)
class ConfigurationIT {

  private static final Duration REFUSAL = Duration.ofSeconds(180);

  @TempDir Path folder;

  @Test
  void allThatIsWrongIsToldAtOnce() throws Exception {
    var environment = new LinkedHashMap<String, String>();
    environment.put("ZIGGURAT_EMBEDDED_DATABASE", folder.resolve("db").toString());
    environment.put("QUARKUS_DATASOURCE_JDBC_MAX_SIZE", "many");
    environment.put("ZIGGURAT_TICK_WIDTH", "abc");
    environment.put("ZIGGURAT_TICK_BUDGET", "");
    environment.put("ZIGGURAT_TICK_KEEP_TEXTS", "a week");
    environment.put("ZIGGURAT_TICK_FAREWELL", "soon");
    environment.put("ZIGGURAT_CHAIN_WAITING_SHARE", "1.5");
    environment.put("ZIGGURAT_CHAIN_CONCURRENCY_INITIAL", "900");
    environment.put("ZIGGURAT_LIVE_LISTENERS", "-1");
    environment.put("WANDB_API_BASE", "api.example.org");
    environment.put("OIDC_ISSUER", "http://id.example.org");
    environment.put("ZIGGURAT_SIMULATOR_PROVIDERS", "wand");
    environment.put("ADMIN_TOKEN", "hush-hush");
    environment.put("ZIGGURAT_TRIGGER_GAMES_AT_ONCE", "hush-hush");

    var said = refused(environment, Map.of("ziggurat.trigger.cron", "* *"));

    assertThat(said)
        .startsWith("Ziggurat does not start: 14 of its settings are wrong")
        .doesNotContain("Exception", "SRCFG", "\tat ")
        .contains(
            "quarkus.datasource.jdbc.max-size (QUARKUS_DATASOURCE_JDBC_MAX_SIZE): 'many' cannot be read; write a whole number",
            "ziggurat.tick.width (ZIGGURAT_TICK_WIDTH): 'abc' cannot be read; write a whole number",
            "ziggurat.tick.budget (ZIGGURAT_TICK_BUDGET): is empty; give it a value, or unset it",
            "ziggurat.tick.keep-texts (ZIGGURAT_TICK_KEEP_TEXTS): 'a week' cannot be read; write a duration such as 500ms, 30s, 5m or 1h",
            "ziggurat.tick.shutdown-grace (ZIGGURAT_TICK_SHUTDOWN_GRACE): 'soon' cannot be read",
            "ziggurat.chain.waiting-share (ZIGGURAT_CHAIN_WAITING_SHARE): must be less than or equal to 1; it is '1.5'",
            "ziggurat.chain.concurrency.initial (ZIGGURAT_CHAIN_CONCURRENCY_INITIAL): must not be more than ziggurat.chain.concurrency.most; it is '900'",
            "ziggurat.live.listeners (ZIGGURAT_LIVE_LISTENERS): must be greater than or equal to 1; it is '-1'",
            "ziggurat.provider.wandb.api-base (WANDB_API_BASE): must be an http or https address, such as https://example.org/v1",
            "ziggurat.access.oidc.default.issuer (OIDC_ISSUER): must begin with https://",
            "ziggurat.access.oidc.default.audience (OIDC_AUDIENCE): is needed beside an issuer",
            "ziggurat.provider.simulated (ZIGGURAT_SIMULATOR_PROVIDERS): must be a list of wandb, groq, claude, openai; it is 'wand'",
            "ziggurat.trigger.cron (ZIGGURAT_TRIGGER_CRON): must be a Quartz cron expression");
    assertThat(said).as("a secret in the wrong place").doesNotContain("hush-hush");
    assertThat(folder.resolve("db")).as("nothing was begun").doesNotExist();
  }

  @Test
  void partsOfABudgetMustFitIntoIt() throws Exception {
    assertThat(
            refused(Map.of("ZIGGURAT_TICK_BUDGET", "1s", "ZIGGURAT_TICK_RESERVE", "1s"), Map.of()))
        .contains(
            "2 of its settings are wrong",
            "ziggurat.tick.reserve (ZIGGURAT_TICK_RESERVE): must be shorter than ziggurat.tick.budget",
            "ziggurat.tick.least-budget (ZIGGURAT_TICK_LEAST_BUDGET): must not be longer than");
  }

  private String refused(Map<String, String> environment, Map<String, String> settings)
      throws IOException, InterruptedException {
    var log = Files.createTempFile(folder, "refused", ".log");
    var process =
        PackagedProcess.start(SharedClasses.options(), "demo", settings, environment, log);
    try {
      assertThat(process.awaitEnd(REFUSAL)).as(process.log()).isEqualTo(1);
      return process.log();
    } finally {
      process.kill();
    }
  }
}
