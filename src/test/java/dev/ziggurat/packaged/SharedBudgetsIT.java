package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.db.CommitCutter;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The budget of a provider binds all processes together. */
@ExtendWith(TwoServices.Shared.class)
@Tag("full")
class SharedBudgetsIT {

  private static final String ADMIN = "dev-admin";
  private static final String MODELS = "/api/admin/ai-models";
  private static final String CHAT = "/v1/chat/completions";
  private static final int CALLS = 400;
  private static final int CALLERS = 8;
  private static final int LOST_ANSWERS = 3;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String EXPIRED_TRANCHES =
      "select count(*) from tranche where budget_id like 'provider/wandb/%' and expires_at < now()";

  /** What a change of the settings takes to be known everywhere, and the test's own looking. */
  private static final Duration PROMISED = Duration.ofSeconds(6);

  private static final String HELLO =
      """
      {"model": "wandb/meta-llama/Llama-3.3-70B-Instruct", "fallback": false, "max_tokens": 100,
       "messages": [{"role": "user", "content": "hello there"}]}""";

  private static final String SPENT =
      "select coalesce(sum(spent), 0) from budget where id ~ '^provider/wandb/[0-9]{4}-[0-9]{2}-[0-9]{2}$'";

  private final Installation installation;
  private final PackagedProcess one;
  private final PackagedProcess other;

  SharedBudgetsIT(TwoServices services) {
    installation = services.installation();
    one = services.one();
    other = services.other();
  }

  private void limit(String budget) {
    var change = "{\"providers\": {\"wandb\": {\"budget\": %s}}}".formatted(budget);
    assertThat(one.send("PUT", MODELS, ADMIN, change).status()).isEqualTo(200);
  }

  @AfterEach
  void unlimited() {
    limit("null");
  }

  private void limitDay(BigDecimal dollars) {
    limit("{\"day\": {\"hardUsd\": \"%s\"}}".formatted(dollars.toPlainString()));
  }

  /** What one call can cost at most, as a caller is told while nothing may be spent. */
  private BigDecimal worstCase() {
    limitDay(BigDecimal.ZERO);
    var refusal = one.send("POST", CHAT, ADMIN, HELLO);
    assertThat(refusal.status()).as(refusal.text()).isEqualTo(429);
    var reason = refusal.body().at("/error/path/0/reason").asText();
    return new BigDecimal(reason.replaceFirst(".*up to \\$([0-9.]+).*", "$1"));
  }

  @Test
  void aProviderIsPaidNoMoreByBothThanItsBudget() throws Exception {
    var worst = worstCase();
    assertRefusedByOther();
    var before = BigDecimal.valueOf(installation.number(SPENT), 9);
    var cap = before.add(worst.multiply(BigDecimal.TEN)).setScale(9, RoundingMode.UP);
    limitDay(cap);
    Awaitility.await()
        .atMost(PROMISED)
        .until(() -> other.send("POST", CHAT, ADMIN, HELLO).status() == 200);
    var pending = new ArrayList<Future<Integer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var call = 0; call < CALLS; call++) {
        var process = call % 2 == 0 ? one : other;
        pending.add(threads.submit(() -> process.send("POST", CHAT, ADMIN, HELLO).status()));
      }
    }
    var statuses = new ArrayList<Integer>();
    for (var each : pending) {
      statuses.add(each.get());
    }
    assertThat(statuses).contains(200, 429).doesNotContain(500);
    assertThat(BigDecimal.valueOf(installation.number(SPENT), 9))
        .isGreaterThan(before)
        .isLessThanOrEqualTo(cap);
  }

  /**
   * What a killed process held counts as spent; answers of the database that are lost change
   * nothing.
   */
  @Test
  void neitherADeadProcessNorLostAnswersOfTheDatabaseLetMoreBePaid() throws Exception {
    var worst = worstCase();
    var before = BigDecimal.valueOf(installation.number(SPENT), 9);
    var cap = before.add(worst.multiply(BigDecimal.valueOf(40))).setScale(9, RoundingMode.UP);
    var settings = new HashMap<>(Installation.UNHURRIED);
    settings.put("ziggurat.ledger.tranches.life", "4s");
    settings.put("ziggurat.ledger.tranches.margin", "1s");
    try (var cutter = new CommitCutter(installation.jdbcUrl());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var doomed = installation.startBehind(cutter, "demo", settings);
      doomed.faults("{\"wandb\": {\"latencyMillis\": 200}}");
      limitDay(cap);
      await(() -> doomed.send("POST", CHAT, ADMIN, HELLO).status() == 200);
      var killed = new AtomicBoolean();
      for (var caller = 0; caller < CALLERS; caller++) {
        threads.submit(() -> callUntil(killed, doomed));
        threads.submit(() -> callUntil(killed, one));
      }
      await(
          () -> {
            cutter.cutNext(1);
            assertThat(taken()).isLessThanOrEqualTo(cap);
            return cutter.done() >= LOST_ANSWERS;
          });
      doomed.kill();
      killed.set(true);
    }
    await(
        () -> {
          one.send("POST", CHAT, ADMIN, HELLO);
          assertThat(taken()).isLessThanOrEqualTo(cap);
          return installation.number(EXPIRED_TRANCHES) == 0;
        });
    for (var call = 0; call < CALLERS; call++) {
      one.send("POST", CHAT, ADMIN, HELLO);
    }
    assertThat(taken()).isGreaterThan(before).isLessThanOrEqualTo(cap);
  }

  private static void await(Callable<Boolean> condition) {
    Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(condition);
  }

  private static void callUntil(AtomicBoolean end, PackagedProcess process) {
    while (!end.get()) {
      try {
        process.send("POST", CHAT, ADMIN, HELLO);
      } catch (RuntimeException killed) {
        return;
      }
    }
  }

  /** What is spent of the day's budget and what processes hold of it. */
  private BigDecimal taken() throws SQLException, IOException {
    return BigDecimal.valueOf(
        installation.number(SPENT.replace("sum(spent)", "sum(spent + held)")), 9);
  }

  /** The change is known there within what is promised. */
  private void assertRefusedByOther() {
    Awaitility.await()
        .atMost(PROMISED)
        .until(() -> other.send("POST", CHAT, ADMIN, HELLO).status() == 429);
  }
}
