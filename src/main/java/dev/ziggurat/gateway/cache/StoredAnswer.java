package dev.ziggurat.gateway.cache;

import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Route;
import dev.ziggurat.ledger.Spend;
import dev.ziggurat.llm.AnswerText;
import dev.ziggurat.llm.OutcomeClass;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * A cached answer.
 *
 * @param attempt the attempt that produced and paid for it
 * @param pieces the body, or the chunks of a streamed answer
 */
public record StoredAnswer(Attempt attempt, List<AnswerText> pieces) {

  public StoredAnswer {
    pieces = List.copyOf(pieces);
  }

  /** The call that produced it. */
  public UUID callId() {
    return attempt.caller().callId();
  }

  /** When that call's attempt began. */
  public Instant at() {
    return attempt.at();
  }

  /**
   * The ledger entry of a cache hit: no provider called, no cost.
   *
   * @param similarity how similar the call is, if it is not identical
   */
  public Attempt again(Caller caller, Instant now, Optional<String> similarity) {
    return new Attempt(
        caller,
        0,
        now,
        attempt.provider(),
        attempt.modelAsked(),
        attempt.modelAnswered(),
        OutcomeClass.CACHED,
        Optional.of(
            "the answer to call %s of %s%s"
                .formatted(
                    callId(),
                    at(),
                    similarity.map(text -> ", which is similar by " + text).orElse(""))),
        0,
        0,
        Optional.empty(),
        Spend.NOTHING,
        attempt.simulated(),
        attempt.requestId(),
        Route.DIRECT);
  }
}
