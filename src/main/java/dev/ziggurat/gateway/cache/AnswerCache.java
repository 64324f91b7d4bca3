package dev.ziggurat.gateway.cache;

import dev.ziggurat.llm.CallCancellation;
import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Caches answers to identical requests. Identical requests in flight wait for the first one's
 * answer; if it fails, the next of them calls the provider.
 */
@Singleton
public class AnswerCache {

  /** Longer than any call; removes entries that were never completed. */
  private static final Duration MAX_CALL = Duration.ofMinutes(15);

  private final Cache cache;
  private final CacheConfig config;
  private final InstantSource time;

  AnswerCache(@CacheName("answers") Cache cache, CacheConfig config, InstantSource time) {
    this.cache = cache;
    this.config = config;
    this.time = time;
  }

  /**
   * Returns the cached answer to a request, or a miss.
   *
   * @param until how long to wait for an identical call in flight; then the cache is bypassed
   */
  public CacheLookup lookUp(AnswerCacheKey question, Instant until) {
    var inFlightAnswer = new InFlightAnswer(config.largestAnswer().asBigInteger().intValueExact());
    while (time.instant().isBefore(until)) {
      var claimed = new AtomicBoolean();
      var found =
          cache
              .<String, Optional<StoredAnswer>>getAsync(
                  question.digest(),
                  _ -> {
                    claimed.set(true);
                    return Uni.createFrom().completionStage(inFlightAnswer.completion(MAX_CALL));
                  })
              .subscribeAsCompletionStage();
      if (claimed.get()) {
        return CacheLookup.leading(inFlightAnswer);
      }
      try (var _ = CallCancellation.waiting()) {
        return found
            .get(Duration.between(time.instant(), until).toNanos(), TimeUnit.NANOSECONDS)
            .<CacheLookup>map(answer -> new CacheLookup.Hit(answer))
            .orElseGet(CacheLookup::bypassing);
      } catch (ExecutionException | CancellationException ended) {
        var similar = SimilarAnswer.in(ended);
        if (similar.isPresent()) {
          return similar.get();
        }
        // The call in flight failed: retry, this caller may become the next.
      } catch (TimeoutException _) {
        return CacheLookup.bypassing();
      } catch (InterruptedException _) {
        CallCancellation.restoreInterrupt();
        return CacheLookup.bypassing();
      }
    }
    return CacheLookup.bypassing();
  }
}
