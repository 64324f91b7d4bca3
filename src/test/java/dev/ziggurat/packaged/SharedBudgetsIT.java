package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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

  /** The change is known there within what is promised. */
  private void assertRefusedByOther() {
    Awaitility.await()
        .atMost(PROMISED)
        .until(() -> other.send("POST", CHAT, ADMIN, HELLO).status() == 429);
  }
}
