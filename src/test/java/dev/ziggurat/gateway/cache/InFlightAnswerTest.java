package dev.ziggurat.gateway.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Route;
import dev.ziggurat.ledger.Spend;
import dev.ziggurat.llm.AnswerText;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An answer is kept whole or not at all. */
class InFlightAnswerTest {

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
          Optional.empty(),
          Route.DIRECT);

  private static Optional<StoredAnswer> landed(int most, String... pieces) {
    var inFlightAnswer = new InFlightAnswer(most);
    var landing = inFlightAnswer.completion(Duration.ofMinutes(1)).toCompletableFuture();
    for (var piece : pieces) {
      inFlightAnswer.append(AnswerText.of(piece));
    }
    inFlightAnswer.complete(PAID, FinishReason.STOP);
    inFlightAnswer.end();
    return landing.join();
  }

  @Test
  void whatFitsIsKept() {
    assertThat(landed(6, "abc", "def").orElseThrow().pieces())
        .containsExactly(AnswerText.of("abc"), AnswerText.of("def"));
  }

  @Test
  void whatIsTooLargeIsNotKeptInPart() {
    assertThat(landed(6, "abc", "def", "g")).isEmpty();
    assertThat(landed(6, "abcdefg", "", "h")).isEmpty();
  }

  /**
   * An answer that a limit cut is the same for an identical call, and of no use for a similar one.
   */
  @ParameterizedTest
  @CsvSource({
    "STOP, true, true",
    "LENGTH, true, false",
    "TOOL_CALLS, true, false",
    "REFUSAL, false, false"
  })
  void onlyAFinishedAnswerIsStoredForOthers(FinishReason reason, boolean waited, boolean stored) {
    var inFlightAnswer = new InFlightAnswer(6);
    var landing = inFlightAnswer.completion(Duration.ofMinutes(1)).toCompletableFuture();
    var store = new ArrayList<StoredAnswer>();
    inFlightAnswer.storeIn(store::add);
    inFlightAnswer.append(AnswerText.of("abc"));
    inFlightAnswer.complete(PAID, reason);
    inFlightAnswer.end();
    assertThat(store).as("guardrails have not looked at it yet").isEmpty();
    inFlightAnswer.store();
    assertThat(landing.isCancelled()).isEqualTo(!waited);
    assertThat(store).hasSize(stored ? 1 : 0);
  }

  @Test
  void whatIsTooLargeIsNotStoredForOthers() {
    var miss = CacheLookup.bypassing();
    var store = new ArrayList<StoredAnswer>();
    var stored = miss.storedBy(store::add, 2);
    assertThat(stored.result()).isEqualTo("miss");
    stored.inFlightAnswer().append(AnswerText.of("abc"));
    stored.inFlightAnswer().complete(PAID, FinishReason.STOP);
    stored.inFlightAnswer().store();
    assertThat(store).isEmpty();
  }

  @Test
  void whoWaitsForNothingIsToldSo() {
    var inFlightAnswer = new InFlightAnswer(6);
    var landing = inFlightAnswer.completion(Duration.ofMinutes(1)).toCompletableFuture();
    inFlightAnswer.end();
    assertThat(landing).isCancelled();
  }
}
