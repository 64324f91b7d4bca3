package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an admin changes through one process is what another one goes by. */
@ExtendWith(TwoServices.Shared.class)
class SharedSettingsIT {

  private static final String ADMIN = "dev-admin";
  private static final String VIEWER = "dev-viewer";
  private static final String PLACE = "/api/admin/ai-models";
  private static final Duration PROMISED = Duration.ofSeconds(5);

  /** For the test's own looking. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Installation installation;
  private final PackagedProcess one;
  private final PackagedProcess other;

  SharedSettingsIT(TwoServices services) {
    installation = services.installation();
    one = services.one();
    other = services.other();
  }

  private List<String> asked(String key) throws Exception {
    return installation.rows(
        "select distinct attempt.provider || ' ' || model_asked from attempt"
            + " join tick on tick.game_id = attempt.game_id and tick.number = attempt.tick"
            + " where trigger_key = '"
            + key
            + "'");
  }

  private static void put(PackagedProcess process, String body) {
    var answer = process.send("PUT", PLACE, ADMIN, body);
    assertThat(answer.status()).as(answer.text()).isEqualTo(200);
  }

  @Test
  void theNextTickOfTheOtherAsksForTheModelChosenHere() throws Exception {
    assertThat(other.tick("before").status()).isEqualTo(200);
    assertThat(asked("before")).containsExactly("wandb meta-llama/Llama-3.3-70B-Instruct");

    put(one, "{\"wandbModel\": \"openai/gpt-oss-120b\"}");
    assertThat(other.tick("after").status()).isEqualTo(200);
    assertThat(asked("after")).containsExactly("wandb openai/gpt-oss-120b");

    put(one, "{\"wandbEnabled\": false}");
    assertThat(other.tick("without-wandb").status()).isEqualTo(200);
    assertThat(asked("without-wandb")).containsExactly("groq openai/gpt-oss-120b");
    put(one, "{\"wandbModel\": null, \"wandbEnabled\": true}");
  }

  @Test
  @Tag("full")
  void withinFiveSecondsOfUseTheOtherShowsWhatWasChosenHere() {
    other.get(PLACE, VIEWER);
    put(one, "{\"providers\": {\"openai\": {\"model\": \"gpt-6-luna\"}}}");

    Awaitility.await()
        .atMost(PROMISED.plus(GRACE))
        .pollInterval(Duration.ofMillis(200))
        .until(
            () ->
                other
                    .get(PLACE, VIEWER)
                    .body()
                    .at("/data/settings/providers/openai/effectiveModel")
                    .asText()
                    .equals("gpt-6-luna"));
  }

  @Test
  @Tag("full")
  void aModelRegisteredHereIsKnownToTheOther() throws Exception {
    var registered =
        one.send(
            "POST",
            "/api/admin/models",
            ADMIN,
            "{\"provider\": \"groq\", \"id\": \"acme/wise-1\", \"prices\": [{\"input\": 1, \"output\": 2}]}");
    assertThat(registered.status()).as(registered.text()).isEqualTo(201);
    Awaitility.await()
        .atMost(PROMISED.plus(GRACE))
        .pollInterval(Duration.ofMillis(200))
        .until(() -> other.get("/api/admin/models/groq/acme/wise-1", VIEWER).status() == 200);
  }
}
