package dev.ziggurat.gateway.semantic;

import dev.ziggurat.chain.embedding.Embedding;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.db.VectorExtension;
import dev.ziggurat.gateway.cache.AnswerCacheKey;
import dev.ziggurat.gateway.cache.CacheConfig;
import dev.ziggurat.gateway.cache.CacheLookup;
import dev.ziggurat.llm.ForwardedRequest;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/**
 * Gives calls the answers of similar ones. Whatever goes wrong here, the call goes on without it.
 */
@Singleton
public class SemanticCache {

  private static final Duration WARNED_EVERY = Duration.ofMinutes(10);

  private final TextEmbeddings embeddings;
  private final SemanticAnswerStore store;
  private final SemanticAnswerQueue queue;
  private final VectorExtension vectors;
  private final SemanticCacheConfig config;
  private final int mostCharacters;
  private final InstantSource time;
  private final AtomicReference<Instant> warned = new AtomicReference<>(Instant.MIN);

  SemanticCache(
      TextEmbeddings embeddings,
      SemanticAnswerStore store,
      SemanticAnswerQueue queue,
      VectorExtension vectors,
      SemanticCacheConfig config,
      CacheConfig cache,
      InstantSource time) {
    this.embeddings = embeddings;
    this.store = store;
    this.queue = queue;
    this.vectors = vectors;
    this.config = config;
    this.mostCharacters = cache.largestAnswer().asBigInteger().intValueExact();
    this.time = time;
  }

  /**
   * Returns the answer of a similar call, or a miss whose answer similar calls will get; blocks.
   * Empty if there is no such thing for this call, or it cannot be had now.
   *
   * @param owner the key's id
   * @param threshold the least cosine similarity of both last messages
   * @param identity hash of everything that an answer to a request depends on
   * @param exact the miss among identical calls
   */
  public Optional<CacheLookup> lookUp(
      UUID owner,
      double threshold,
      ForwardedRequest request,
      Function<ForwardedRequest, AnswerCacheKey> identity,
      EmbeddingPayer payer,
      CacheLookup.Miss exact) {
    var question = SemanticQuestion.of(request);
    if (question.isEmpty() || !config.keep().isPositive()) {
      return Optional.empty();
    }
    var context = identity.apply(question.get().rest()).digest();
    try {
      if (!vectors.isUsable()) {
        warn("the database has no extension vector any more");
        return Optional.empty();
      }
      return embeddings
          .of(question.get().text(), request.project(), payer)
          .map(embedding -> lookUp(owner, threshold, context, embedding, exact));
    } catch (DatabaseException failed) {
      warn(failed.getMessage());
      return Optional.empty();
    }
  }

  private CacheLookup lookUp(
      UUID owner, double threshold, String context, Embedding embedding, CacheLookup.Miss exact) {
    return store
        .nearest(owner, context, embedding, threshold)
        .<CacheLookup>map(hit -> hit)
        .orElseGet(
            () ->
                exact.storedBy(
                    answer -> queue.add(store.row(owner, context, embedding, answer)),
                    mostCharacters));
  }

  private void warn(String reason) {
    var now = time.instant();
    var before = warned.get();
    if (before.isBefore(now.minus(WARNED_EVERY)) && warned.compareAndSet(before, now)) {
      Log.warnf("Calls are answered without the semantic cache: %s", reason);
    }
  }
}
