package dev.ziggurat.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Spend;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** An answer is kept whole or not at all. */
class FlightTest {

  private static final Attempt PAID =
      new Attempt(
          Caller.program("gateway", Optional.empty(), Map.of()),
          0,
          Instant.EPOCH,
          Provider.WANDB,
          "model",
          Optional.empty(),
          OutcomeClass.OK,
          Optional.empty(),
          200,
          1,
          Optional.empty(),
          Spend.NOTHING,
          true,
          Optional.empty());

  private static Optional<KeptAnswer> landed(int most, String... pieces) {
    var flight = new Flight(most);
    var landing = flight.landing(Duration.ofMinutes(1)).toCompletableFuture();
    for (var piece : pieces) {
      flight.carry(piece);
    }
    flight.land(PAID);
    flight.end();
    return landing.join();
  }

  @Test
  void whatFitsIsKept() {
    assertThat(landed(6, "abc", "def").orElseThrow().pieces()).containsExactly("abc", "def");
  }

  @Test
  void whatIsTooLargeIsNotKeptInPart() {
    assertThat(landed(6, "abc", "def", "g")).isEmpty();
    assertThat(landed(6, "abcdefg", "", "h")).isEmpty();
  }

  @Test
  void whoWaitsForNothingIsToldSo() {
    var flight = new Flight(6);
    var landing = flight.landing(Duration.ofMinutes(1)).toCompletableFuture();
    flight.end();
    assertThat(landing).isCancelled();
  }
}
