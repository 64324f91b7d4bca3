package dev.ziggurat.gateway.cache;

import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.llm.AnswerText;
import dev.ziggurat.llm.FinishReason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * A call in flight that identical calls wait for. Used by one thread at a time; must be completed
 * or ended.
 */
public final class InFlightAnswer {

  private final CompletableFuture<Optional<StoredAnswer>> completion = new CompletableFuture<>();
  private final int mostCharacters;
  private final List<AnswerText> pieces = new ArrayList<>();
  private int characters;
  private Consumer<StoredAnswer> store = _ -> {};

  /**
   * @param mostCharacters the largest answer to cache, in characters
   */
  InFlightAnswer(int mostCharacters) {
    this.mostCharacters = mostCharacters;
  }

  /**
   * Completes with the answer, or with nothing if it is too large.
   *
   * @param longest timeout for waiting callers
   */
  CompletionStage<Optional<StoredAnswer>> completion(Duration longest) {
    return completion.orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Has the answer stored as well, if it is finished: neither refused nor cut by a limit. */
  void storeIn(Consumer<StoredAnswer> other) {
    this.store = other;
  }

  /** Appends the body, or a chunk of it. */
  public void append(AnswerText piece) {
    if (characters <= mostCharacters) {
      characters = Math.addExact(characters, piece.length());
      if (characters <= mostCharacters) {
        pieces.add(piece);
      } else {
        pieces.clear();
      }
    }
  }

  /** Completes with the answer, unless it is a refusal. */
  public void complete(Attempt attempt, FinishReason reason) {
    if (reason == FinishReason.REFUSAL) {
      return;
    }
    var answer =
        characters <= mostCharacters
            ? Optional.of(new StoredAnswer(attempt, pieces))
            : Optional.<StoredAnswer>empty();
    completion.complete(answer);
    if (reason == FinishReason.STOP) {
      answer.ifPresent(store);
    }
  }

  /** Ends without an answer, unless completed: waiting callers try again. */
  public void end() {
    completion.cancel(false);
  }
}
