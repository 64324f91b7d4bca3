package dev.ziggurat.gateway.cache;

import dev.ziggurat.ledger.Attempt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * One asking of a question, on which whoever asks the same meanwhile waits. Used by one thread at a
 * time; it must end in one way or the other.
 */
public final class InFlightAnswer {

  private final CompletableFuture<Optional<StoredAnswer>> landing = new CompletableFuture<>();
  private final int mostCharacters;
  private final List<String> pieces = new ArrayList<>();
  private int characters;

  /**
   * @param mostCharacters how large an answer may be to be given again
   */
  InFlightAnswer(int mostCharacters) {
    this.mostCharacters = mostCharacters;
  }

  /**
   * Completes with the answer, or with nothing if it is too large.
   *
   * @param longest after which nobody need wait any more
   */
  CompletionStage<Optional<StoredAnswer>> landing(Duration longest) {
    return landing.orTimeout(longest.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Takes the body, or a chunk of it. */
  public void carry(String piece) {
    if (characters <= mostCharacters) {
      characters = Math.addExact(characters, piece.length());
      if (characters <= mostCharacters) {
        pieces.add(piece);
      } else {
        pieces.clear();
      }
    }
  }

  /** It was answered. */
  public void land(Attempt attempt) {
    landing.complete(
        characters <= mostCharacters
            ? Optional.of(new StoredAnswer(attempt, pieces))
            : Optional.empty());
  }

  /** It was not answered, unless it was: who waits is to ask anew. */
  public void end() {
    landing.cancel(false);
  }
}
