package dev.ziggurat.memory;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.chain.Call;
import dev.ziggurat.chain.CallListener;
import dev.ziggurat.chain.CallOptions;
import dev.ziggurat.chain.Chain;
import dev.ziggurat.chain.ChainExhausted;
import dev.ziggurat.chain.embedding.Embedding;
import dev.ziggurat.chain.embedding.EmbeddingAnswers;
import dev.ziggurat.db.Database;
import dev.ziggurat.db.VectorExtension;
import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.llm.EmbeddingInput;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.memory.MemoryVectors.Purpose;
import dev.ziggurat.memory.MemoryVectors.Unembedded;
import dev.ziggurat.memory.MemoryVectors.Vector;
import dev.ziggurat.memory.ReflectionCosts.AtMost;
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
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Makes the vectors of what agents remember, after ticks, and those of their briefings. Without
 * them, whatever the reason, full text chooses what prompts show.
 */
@Singleton
public class MemoryEmbeddings {

  /** With less time left, no call is begun. */
  private static final Duration LEAST = Duration.ofMillis(100);

  /** The most entries of a call. */
  private static final int BATCH = 100;

  /** The most characters that are embedded of a briefing. */
  private static final int BRIEFING_CHARACTERS = 4_000;

  /** The most of the briefings of a call together. Providers accept 300,000 tokens. */
  private static final int CALL_CHARACTERS = 200_000;

  private final MemoryVectors vectors;
  private final EmbeddingCosts costs;
  private final EmbeddingAnswers answers;
  private final VectorExtension extension;
  private final Chain chain;
  private final Database database;
  private final MemoryConfig config;
  private final InstantSource time;

  MemoryEmbeddings(
      MemoryVectors vectors,
      EmbeddingCosts costs,
      EmbeddingAnswers answers,
      VectorExtension extension,
      Chain chain,
      Database database,
      MemoryConfig config,
      InstantSource time) {
    this.vectors = vectors;
    this.costs = costs;
    this.answers = answers;
    this.extension = extension;
    this.chain = chain;
    this.database = database;
    this.config = config;
    this.time = time;
  }

  /**
   * What a call gave.
   *
   * @param vectors in the order of the texts; empty if it failed
   * @param failure why it did; empty if it did not
   */
  private record Answered(
      List<Optional<Embedding>> vectors, List<Attempt> attempts, Optional<String> failure) {}

  /** A call for the vectors of texts that is marked as being made. */
  private record Marked(Caller caller, ForwardedRequest request, Instant until) {}

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
    var orphans = vectors.orphan(game, time.instant());
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
    var offers = offers(terms);
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

  private List<Offer> offers(EmbeddingTerms terms) {
    return answers.offers(terms.model()).stream().filter(terms.allowed()).toList();
  }

  private static String id(List<Offer> offers) {
    return offers.getFirst().model().id();
  }

  /** Entries are read once their game is claimed: another process may have embedded them. */
  private Optional<Batch> begin(EmbeddingTerms terms, List<Offer> offers, int most, Instant until) {
    var caller = Caller.memory(terms.game(), terms.tick());
    return database.inTransaction(
        () -> {
          if (!vectors.begin(caller, Purpose.ENTRIES, AtMost.NOTHING, time.instant(), until)) {
            return Optional.empty();
          }
          var entries =
              vectors.unembedded(
                  terms.game(), terms.tick(), id(offers), config.embeddingsCompared(), most);
          if (entries.isEmpty()) {
            vectors.release(caller);
            return Optional.empty();
          }
          var sent = new ArrayList<Unembedded>();
          var texts = new ArrayList<String>();
          for (var entry : entries) {
            text(terms, offers, entry.text(), MemoryEntry.TEXT_CHARACTERS)
                .ifPresent(
                    text -> {
                      sent.add(entry);
                      texts.add(text);
                    });
          }
          if (texts.isEmpty()) {
            return Optional.of(new Batch(caller, entries, sent, Optional.empty()));
          }
          var request = request(texts);
          vectors.mark(caller, costs.of(request, offers, terms.settings()));
          return Optional.of(
              new Batch(caller, entries, sent, Optional.of(new Marked(caller, request, until))));
        });
  }

  /** What is sent of a text; empty if nothing is. Few texts have more tokens than characters. */
  private static Optional<String> text(
      EmbeddingTerms terms, List<Offer> offers, String text, int mostCharacters) {
    var most =
        offers.stream()
            .mapToInt(offer -> offer.model().contextTokens())
            .filter(window -> window > 0)
            .reduce(mostCharacters, Math::min);
    return terms
        .checked()
        .apply(text)
        .map(checked -> begin(checked, most))
        .filter(checked -> !checked.isBlank());
  }

  private static String begin(String text, int mostCharacters) {
    if (text.length() <= mostCharacters) {
      return text;
    }
    var half = Character.isHighSurrogate(text.charAt(mostCharacters - 1));
    return text.substring(0, half ? mostCharacters - 1 : mostCharacters);
  }

  private static ForwardedRequest request(List<String> texts) {
    var body = JsonNodeFactory.instance.objectNode();
    texts.forEach(body.putArray(EmbeddingInput.FIELD)::add);
    return ForwardedRequest.embeddings(body, Optional.empty());
  }

  private boolean embed(EmbeddingTerms terms, List<Offer> offers, Batch batch) {
    var answered =
        batch
            .marked()
            .map(marked -> ask(terms, offers, marked))
            .orElse(new Answered(List.of(), List.of(), Optional.empty()));
    var wentWell =
        vectors.ended(
            batch.caller(),
            answered.attempts(),
            () -> {
              if (answered.failure().isEmpty()) {
                vectors.save(id(offers), vectors(batch, answered));
              }
              return vectors.count(terms.game(), batch.sent().size(), answered.failure());
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

  private Answered ask(EmbeddingTerms terms, List<Offer> offers, Marked marked) {
    var call =
        new Call(
            marked.request(),
            _ -> Optional.empty(),
            marked.caller(),
            terms.settings(),
            marked::until,
            new CallOptions(offers, true, offers::contains, terms.spending(), CallListener.NONE));
    try {
      var answer = chain.complete(call).forwarded().orElseThrow();
      var inputs = marked.request().embedding().orElseThrow().inputs();
      return answers
          .read(id(offers), answer, inputs)
          .map(read -> new Answered(read, call.attempts(), Optional.empty()))
          .orElseGet(
              () -> failed(call.attempts(), "the answer does not have a vector for each text"));
    } catch (ChainExhausted exhausted) {
      var attempts = new ArrayList<>(call.attempts());
      call.skippedAll(time.instant()).ifPresent(attempts::add);
      return failed(attempts, exhausted.getMessage());
    } catch (RuntimeException unforeseen) {
      // What was spent so far must still reach the ledger.
      Log.errorf(unforeseen, "A call for embeddings of %s failed", terms.game());
      return failed(call.attempts(), "an error of this program; see its log");
    } finally {
      call.ended();
    }
  }

  private static Answered failed(List<Attempt> attempts, String reason) {
    return new Answered(List.of(), attempts, Optional.of(reason));
  }

  /** The vectors of the briefings of one tick. */
  public Briefings briefings(EmbeddingTerms terms) {
    return new Briefings(terms);
  }

  /**
   * The vectors of the briefings of one tick, which one thread asks for. Once they could not be had
   * they are not asked for again in this tick, so that it does not wait for each group of agents.
   */
  public final class Briefings {

    private final EmbeddingTerms terms;
    private boolean failed;

    private Briefings(EmbeddingTerms terms) {
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
      var offers = offers(terms);
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
              text(terms, offers, briefing, most)
                  .ifPresent(
                      text -> {
                        handles.add(handle);
                        texts.add(text);
                      }));
      if (texts.isEmpty()) {
        return none("the guardrails of the game let no text be embedded");
      }
      var request = request(texts);
      var caller = Caller.memory(terms.game(), terms.tick());
      database.inTransaction(
          () ->
              vectors.begin(
                  caller,
                  Purpose.BRIEFINGS,
                  costs.of(request, offers, terms.settings()),
                  now,
                  until));
      var answered = MemoryEmbeddings.this.ask(terms, offers, new Marked(caller, request, until));
      vectors.ended(
          caller,
          answered.attempts(),
          () -> {
            if (answered.failure().isEmpty()) {
              vectors.recover(terms.game());
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
      if (vectors.fallBack(terms.game(), reason, time.instant())) {
        Log.warnf(
            "Full text, not vectors, chooses what prompts of %s show of memories: %s",
            terms.game(), reason);
      }
      return Map.of();
    }
  }
}
