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
  private Optional<StoredAnswer> finished = Optional.empty();

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

  /** Where {@link #store()} stores the answer. */
  void storeIn(Consumer<StoredAnswer> other) {
    this.store = other;
  }

  /** Appends the body, or a chunk of it. */
  public void append(AnswerText piece) {
    if (characters <= mostCharacters) {
      characters = Math.addExact(characters, piece.length());
      if (characters <= mostCharacters) {
        pieces.add(piece.texts());
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
    finished = answer.filter(_ -> reason == FinishReason.STOP);
  }

  /**
   * Stores the answer for similar calls, if it is finished: neither refused nor cut by a limit. Not
   * to be called if a guardrail changed it, because it is stored as the provider wrote it.
   */
  public void store() {
    finished.ifPresent(store);
  }

  /** Ends with the answer of a similar call, which is not cached: waiting callers get it too. */
  public void end(CacheLookup.Hit similar) {
    completion.completeExceptionally(new SimilarAnswer(similar));
  }

  /** Ends without an answer, unless completed: waiting callers try again. */
  public void end() {
    completion.cancel(false);
  }
}
