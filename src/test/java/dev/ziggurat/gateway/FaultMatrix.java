package dev.ziggurat.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Arena;
import dev.ziggurat.chain.AdjustableTimeouts;
import dev.ziggurat.llm.Provider;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** What tests of the fault matrix share: faults to play, and what the ledger must say of a call. */
abstract class FaultMatrix {

  static final Duration DEADLINE = Duration.ofSeconds(8);

  /** Enough for a request to arrive, on a busy machine too. */
  static final Duration SHORT = Duration.ofMillis(500);

  private static boolean begun;

  @Inject Arena arena;
  @Inject AdjustableTimeouts timeouts;

  /** Each test leaves it as it should be for the next. */
  @BeforeEach
  void begin() {
    if (!begun) {
      arena.calm();
      begun = true;
    }
  }

  @AfterEach
  void calm() {
    arena.calm();
  }

  /** Plays the faults of a cell. */
  void play(FaultCell cell) {
    arena.faults(cell.faults());
    shortenWaits(cell);
  }

  /** No provider is waited for longer than it must be to see that it does not answer. */
  private void shortenWaits(FaultCell cell) {
    if (!cell.trouble().takesTooLong()) {
      return;
    }
    var sick = cell.place() < 0 ? FaultCell.CHAIN : List.of(FaultCell.CHAIN.get(cell.place()));
    switch (cell.trouble().effect(cell.stream())) {
      case NEXT -> timeouts.answersWithin(sick, SHORT);
      case BROKEN -> timeouts.stallsAfter(sick, SHORT);
      default -> {
        // It answers all the same.
      }
    }
  }

  static Response call(boolean stream, String path, String question) {
    return given()
        .header("Authorization", "Bearer dev-admin")
        .header("X-Ziggurat-Limit-Millis", DEADLINE.toMillis())
        .contentType(ContentType.JSON)
        .body("{\"stream\": %s, %s}".formatted(stream, question))
        .post(path);
  }

  /** Whatever went out to a provider is one row; at most one of them is a good answer. */
  void checkLedger(FaultCell cell, String call) {
    checkLedger(call, cell.breaksOff() ? Optional.empty() : cell.answers());
  }

  /**
   * The same.
   *
   * @param whole the provider whose answer came whole
   */
  void checkLedger(String call, Optional<Provider> whole) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(
            () -> assertThat(requests()).isBetween(attempts(call), attempts(call) + repeats(call)));
    assertThat(
            arena.rows(
                "select provider from attempt where call_id = ?::uuid and outcome = 'OK'", call))
        .isEqualTo(whole.stream().map(Provider::id).toList());
  }

  /** Those of this call in the ledger. What others are still writing down is no part of it. */
  private long attempts(String call) {
    return arena.number(
        "select count(*) from attempt where call_id = ?::uuid and outcome <> 'SKIPPED'", call);
  }

  /**
   * How many of them were sent twice, because the connection was closed. A server that had closed
   * it while it was idle has not seen the first of the two.
   */
  private long repeats(String call) {
    return arena.number(
        "select count(*) from attempt where call_id = ?::uuid and reason like 'repeated once, %'",
        call);
  }

  private long requests() {
    var seen = new JsonObject(arena.observations()).getJsonObject("providers");
    return FaultCell.CHAIN.stream()
        .mapToLong(provider -> seen.getJsonObject(provider.id()).getLong("requests"))
        .sum();
  }
}
