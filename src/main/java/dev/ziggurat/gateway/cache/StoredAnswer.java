package dev.ziggurat.gateway.cache;

import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Spend;
import dev.ziggurat.llm.OutcomeClass;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * An answer that was given and may be given again.
 *
 * @param attempt the one that it was paid for with
 * @param pieces the body; of a streamed answer its chunks
 */
public record StoredAnswer(Attempt attempt, List<String> pieces) {

  public StoredAnswer {
    pieces = List.copyOf(pieces);
  }

  /** The call that it was given to first. */
  public UUID callId() {
    return attempt.caller().callId();
  }

  /** When that call's attempt began. */
  public Instant at() {
    return attempt.at();
  }

  /** What the ledger is told when it is given again: nobody was asked, nothing was paid. */
  public Attempt again(Caller caller, Instant now) {
    return new Attempt(
        caller,
        0,
        now,
        attempt.provider(),
        attempt.modelAsked(),
        attempt.modelAnswered(),
        OutcomeClass.CACHED,
        Optional.of("the answer to call %s of %s".formatted(callId(), at())),
        0,
        0,
        Optional.empty(),
        Spend.NOTHING,
        attempt.simulated(),
        attempt.requestId());
  }
}
