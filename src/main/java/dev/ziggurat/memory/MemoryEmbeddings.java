package dev.ziggurat.memory;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.chain.embedding.Embedding;
import dev.ziggurat.db.Database;
import dev.ziggurat.db.VectorExtension;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.memory.EmbeddingCalls.Purpose;
import dev.ziggurat.memory.EmbeddingRequests.Answered;
import dev.ziggurat.memory.EmbeddingRequests.Marked;
import dev.ziggurat.memory.MemoryVectors.Unembedded;
import dev.ziggurat.memory.MemoryVectors.Vector;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Makes the vectors of what agents remember, after ticks. */
@Singleton
public class MemoryEmbeddings {

  /** With less time left, no call is begun. */
  private static final Duration LEAST = Duration.ofMillis(100);

  /** The most entries of a call. */
  private static final int BATCH = 100;

  private final MemoryVectors vectors;
  private final EmbeddingCalls calls;
  private final EmbeddingOutcomes outcomes;
  private final EmbeddingCosts costs;
  private final EmbeddingRequests requests;
  private final VectorExtension extension;
  private final Database database;
  private final MemoryConfig config;
  private final InstantSource time;

  MemoryEmbeddings(
      MemoryVectors vectors,
      EmbeddingCalls calls,
      EmbeddingOutcomes outcomes,
      EmbeddingCosts costs,
      EmbeddingRequests requests,
      VectorExtension extension,
      Database database,
      MemoryConfig config,
      InstantSource time) {
    this.vectors = vectors;
    this.calls = calls;
    this.outcomes = outcomes;
    this.costs = costs;
    this.requests = requests;
    this.extension = extension;
    this.database = database;
    this.config = config;
    this.time = time;
  }

  /**
   * Entries that are embedded by one call.
   *
   * @param sent those whose texts are sent
   * @param marked empty if none is
   */
  private record Batch(
      Caller caller, List<Unembedded> entries, List<Unembedded> sent, Optional<Marked> marked) {}

  /** Gives up calls of dead processes, at their maximum cost. */
  public void orphan(String game) {
    var orphans = calls.orphan(game, time.instant());
    if (orphans > 0) {
      Log.warnf(
          "%d calls for embeddings of %s were in flight when their process ended: they are recorded"
              + " as orphaned, at their maximum cost",
          orphans, game);
    }
  }

  /**
   * Embeds entries that have no vector, after a tick.
   *
   * @param until when the last answer must be there
   * @param ending whether no more calls are to begin
   * @return whether nothing failed; what did is done after the next tick
   */
  public boolean embed(EmbeddingTerms terms, Supplier<Instant> until, BooleanSupplier ending) {
    if (terms.refusal().isPresent() || !extension.isUsable()) {
      return false;
    }
    var offers = requests.offers(terms);
    if (offers.isEmpty()) {
      return false;
    }
    var end = time.instant().plus(config.embeddingTime());
    var left = config.embeddingEntries();
    while (left > 0 && !ending.getAsBoolean()) {
      var deadline = earlier(end, until.get());
      if (Duration.between(time.instant(), deadline).compareTo(LEAST) < 0) {
        return true;
      }
      var batch = begin(terms, offers, Math.min(left, BATCH), deadline);
      if (batch.isEmpty()) {
        return true;
      }
      if (!embed(terms, offers, batch.get())) {
        return false;
      }
      left -= batch.get().entries().size();
    }
    return true;
  }

  private static Instant earlier(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  /** Entries are read once their game is claimed: another process may have embedded them. */
  private Optional<Batch> begin(EmbeddingTerms terms, List<Offer> offers, int most, Instant until) {
    var caller = Caller.memory(terms.game(), terms.tick());
    return database.inTransaction(
        () -> {
          if (!calls.begin(caller, Purpose.ENTRIES, MarkedCost.NOTHING, time.instant(), until)) {
            return Optional.empty();
          }
          var entries =
              vectors.unembedded(
                  terms.game(),
                  terms.tick(),
                  EmbeddingRequests.id(offers),
                  config.embeddingsCompared(),
                  most);
          if (entries.isEmpty()) {
            calls.release(caller);
            return Optional.empty();
          }
          var sent = new ArrayList<Unembedded>();
          var texts = new ArrayList<String>();
          for (var entry : entries) {
            EmbeddingRequests.text(terms, offers, entry.text(), MemoryEntry.TEXT_CHARACTERS)
                .ifPresent(
                    text -> {
                      sent.add(entry);
                      texts.add(text);
                    });
          }
          if (texts.isEmpty()) {
            return Optional.of(new Batch(caller, entries, sent, Optional.empty()));
          }
          var request = EmbeddingRequests.request(texts);
          calls.mark(caller, costs.of(request, offers, terms.settings()));
          return Optional.of(
              new Batch(caller, entries, sent, Optional.of(new Marked(caller, request, until))));
        });
  }

  private boolean embed(EmbeddingTerms terms, List<Offer> offers, Batch batch) {
    var answered =
        batch
            .marked()
            .map(marked -> requests.ask(terms, offers, marked))
            .orElse(new Answered(List.of(), List.of(), Optional.empty()));
    var wentWell =
        calls.ended(
            batch.caller(),
            answered.attempts(),
            () -> {
              if (answered.failure().isEmpty()) {
                vectors.save(EmbeddingRequests.id(offers), vectors(batch, answered));
              }
              return outcomes.count(terms.game(), batch.sent().size(), answered.failure());
            });
    answered
        .failure()
        .filter(_ -> wentWell)
        .ifPresent(
            failure ->
                Log.warnf(
                    "%d memories in %s are embedded after the next tick: %s",
                    batch.sent().size(), terms.game(), failure));
    return answered.failure().isEmpty();
  }

  /** Texts that may not be sent, or cannot be compared, are not asked for again. */
  private static List<Vector> vectors(Batch batch, Answered answered) {
    var embeddings = new HashMap<Unembedded, Optional<Embedding>>();
    for (var position = 0; position < answered.vectors().size(); position++) {
      embeddings.put(batch.sent().get(position), answered.vectors().get(position));
    }
    return batch.entries().stream()
        .map(
            entry ->
                new Vector(
                    entry.entry(), entry.text(), embeddings.getOrDefault(entry, Optional.empty())))
        .toList();
  }
}
