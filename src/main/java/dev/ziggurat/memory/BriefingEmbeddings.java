package dev.ziggurat.memory;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.chain.embedding.Embedding;
import dev.ziggurat.db.Database;
import dev.ziggurat.db.VectorExtension;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.memory.EmbeddingCalls.Purpose;
import dev.ziggurat.memory.EmbeddingRequests.Marked;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes the vectors of briefings, to which memories are compared. Without them, whatever the
 * reason, full text chooses what prompts show.
 */
@Singleton
public class BriefingEmbeddings {

  /** With less time left, no call is begun. */
  private static final Duration LEAST = Duration.ofMillis(100);

  /** The most characters that are embedded of a briefing. */
  private static final int BRIEFING_CHARACTERS = 4_000;

  /** The most of the briefings of a call together. Providers accept 300,000 tokens. */
  private static final int CALL_CHARACTERS = 200_000;

  private final EmbeddingCalls calls;
  private final EmbeddingOutcomes outcomes;
  private final EmbeddingCosts costs;
  private final EmbeddingRequests requests;
  private final VectorExtension extension;
  private final Database database;
  private final MemoryConfig config;
  private final InstantSource time;

  BriefingEmbeddings(
      EmbeddingCalls calls,
      EmbeddingOutcomes outcomes,
      EmbeddingCosts costs,
      EmbeddingRequests requests,
      VectorExtension extension,
      Database database,
      MemoryConfig config,
      InstantSource time) {
    this.calls = calls;
    this.outcomes = outcomes;
    this.costs = costs;
    this.requests = requests;
    this.extension = extension;
    this.database = database;
    this.config = config;
    this.time = time;
  }

  /** Those of one tick. */
  public OfTick of(EmbeddingTerms terms) {
    return new OfTick(terms);
  }

  /**
   * The vectors of the briefings of one tick, which one thread asks for. Once they could not be had
   * they are not asked for again in this tick, so that it does not wait for each group of agents.
   */
  public final class OfTick {

    private final EmbeddingTerms terms;
    private boolean failed;

    private OfTick(EmbeddingTerms terms) {
      this.terms = terms;
    }

    /**
     * Asks for the vectors of a group's briefings by one call; blocks.
     *
     * @param briefings the own part of each agent's briefing, by handle
     * @param until the end of thinking
     * @return by handle; agents without one are not in it
     */
    public Map<String, Embedding> of(Map<String, String> briefings, Instant until) {
      if (failed || briefings.isEmpty()) {
        return Map.of();
      }
      if (terms.refusal().isPresent()) {
        return none(terms.refusal().get());
      }
      if (!extension.isUsable()) {
        return none("the database has no extension vector any more");
      }
      var offers = requests.offers(terms);
      if (offers.isEmpty()) {
        return none("no provider can be asked for embeddings of the model " + terms.model());
      }
      var now = time.instant();
      var left = Duration.between(now, until).dividedBy(2);
      var wait =
          config.embeddingDeadline().compareTo(left) <= 0 ? config.embeddingDeadline() : left;
      if (wait.compareTo(LEAST) < 0) {
        return none("there was no time left in the tick");
      }
      return ask(briefings, offers, now, now.plus(wait));
    }

    private Map<String, Embedding> ask(
        Map<String, String> briefings, List<Offer> offers, Instant now, Instant until) {
      var most = Math.min(BRIEFING_CHARACTERS, Math.max(1, CALL_CHARACTERS / briefings.size()));
      var handles = new ArrayList<String>();
      var texts = new ArrayList<String>();
      briefings.forEach(
          (handle, briefing) ->
              EmbeddingRequests.text(terms, offers, briefing, most)
                  .ifPresent(
                      text -> {
                        handles.add(handle);
                        texts.add(text);
                      }));
      if (texts.isEmpty()) {
        return none("the guardrails of the game let no text be embedded");
      }
      var request = EmbeddingRequests.request(texts);
      var caller = Caller.memory(terms.game(), terms.tick());
      database.inTransaction(
          () ->
              calls.begin(
                  caller,
                  Purpose.BRIEFINGS,
                  costs.of(request, offers, terms.settings()),
                  now,
                  until));
      var answered = requests.ask(terms, offers, new Marked(caller, request, until));
      calls.ended(
          caller,
          answered.attempts(),
          () -> {
            if (answered.failure().isEmpty()) {
              outcomes.recover(terms.game());
            }
            return true;
          });
      return answered.failure().isPresent()
          ? none(answered.failure().get())
          : byHandle(handles, answered.vectors());
    }

    private static Map<String, Embedding> byHandle(
        List<String> handles, List<Optional<Embedding>> vectors) {
      var found = new HashMap<String, Embedding>();
      for (var position = 0; position < handles.size(); position++) {
        var handle = handles.get(position);
        vectors.get(position).ifPresent(vector -> found.put(handle, vector));
      }
      return Map.copyOf(found);
    }

    /** From now on full text chooses what the prompts of this tick show. */
    public Map<String, Embedding> none(String reason) {
      failed = true;
      if (outcomes.fallBack(terms.game(), reason, time.instant())) {
        Log.warnf(
            "Full text, not vectors, chooses what prompts of %s show of memories: %s",
            terms.game(), reason);
      }
      return Map.of();
    }
  }
}
