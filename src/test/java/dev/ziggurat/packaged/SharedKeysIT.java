package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A key binds all processes together. */
@ExtendWith(TwoServices.Shared.class)
class SharedKeysIT {

  private static final String ADMIN = "dev-admin";
  private static final String KEYS = "/api/admin/keys";
  private static final String CHAT = "/v1/chat/completions";
  private static final int CALLS = 400;
  private static final Duration PROMISED = Duration.ofSeconds(5);

  /** For the test's own looking. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private static final String HELLO =
      """
      {"model": "wandb/meta-llama/Llama-3.3-70B-Instruct", "fallback": false, "max_tokens": 100,
       "messages": [{"role": "user", "content": "hello there"}]}""";

  private final Installation installation;
  private final PackagedProcess one;
  private final PackagedProcess other;

  SharedKeysIT(TwoServices services) {
    installation = services.installation();
    one = services.one();
    other = services.other();
  }

  /** A key and its secret. */
  private record Made(String id, String secret) {}

  private Made made(String terms) {
    var answer = one.send("POST", KEYS, ADMIN, "{\"name\": \"Shared\"" + terms + "}");
    assertThat(answer.status()).as(answer.text()).isEqualTo(201);
    return new Made(answer.body().at("/key/id").asText(), answer.body().path("secret").asText());
  }

  /** What one call can cost at most, as a key is told that has nothing to spend. */
  private BigDecimal worstCase() {
    var refusal = one.send("POST", CHAT, made(", \"dollarsPerDay\": 0").secret(), HELLO);
    assertThat(refusal.status()).as(refusal.text()).isEqualTo(429);
    var reason = refusal.body().at("/error/path/0/reason").asText();
    return new BigDecimal(reason.replaceFirst(".*\\$", ""));
  }

  @Test
  @Tag("full")
  void aBudgetIsOneForBoth() throws Exception {
    var cap = worstCase().multiply(BigDecimal.TEN).setScale(6, RoundingMode.UP);
    var key = made(", \"dollarsPerDay\": " + cap.toPlainString());
    var pending = new ArrayList<Future<Integer>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var call = 0; call < CALLS; call++) {
        var process = call % 2 == 0 ? one : other;
        pending.add(threads.submit(() -> process.send("POST", CHAT, key.secret(), HELLO).status()));
      }
    }
    var statuses = new ArrayList<Integer>();
    for (var each : pending) {
      statuses.add(each.get());
    }
    assertThat(statuses).contains(200, 429).doesNotContain(500);
    var capNano = cap.movePointRight(9).longValueExact();
    var paid =
        "select coalesce(sum(at_most_nano), 0) from attempt where key_id = '" + key.id() + "'";
    var budget = " from budget where id ~ '" + key.id() + "/[0-9]{4}-[0-9]{2}-[0-9]{2}$'";
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(installation.number("select spent" + budget))
                    .isEqualTo(installation.number(paid))
                    .isPositive());
    assertThat(installation.number(paid)).isLessThanOrEqualTo(capNano);
    Awaitility.await()
        .untilAsserted(() -> assertThat(installation.number("select held" + budget)).isZero());
  }

  @Test
  void aRateIsOneForBoth() throws Exception {
    var key = made(", \"requestsPerMinute\": 5");
    var answered = 0;
    for (var call = 0; call < 20; call++) {
      var status = (call % 2 == 0 ? one : other).send("POST", CHAT, key.secret(), HELLO).status();
      assertThat(status).isIn(200, 429);
      answered += status == 200 ? 1 : 0;
    }
    // A minute may end in between.
    assertThat(answered).isBetween(5, 10);
    assertThat(
            installation.number(
                "select max(spent + held) from budget where id like 'key/" + key.id() + "/%:%'"))
        .isLessThanOrEqualTo(5);
  }

  @Test
  @Tag("full")
  void whatOneRevokesTheOtherRefusesWithinFiveSeconds() {
    var key = made("");
    assertThat(other.get("/v1/models", key.secret()).status()).isEqualTo(200);
    assertThat(one.send("DELETE", KEYS + "/" + key.id(), ADMIN, "").status()).isEqualTo(200);
    for (var process : List.of(one, other)) {
      Awaitility.await()
          .atMost(PROMISED.plus(GRACE))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> process.get("/v1/models", key.secret()).status() == 401);
      assertThat(process.log()).doesNotContain(key.secret());
    }
  }
}
