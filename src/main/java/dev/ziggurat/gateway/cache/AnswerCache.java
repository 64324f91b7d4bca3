package dev.ziggurat.gateway.cache;

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
 * Gives an answer again to whoever asks exactly the same. While a question is being asked, others
 * who ask it wait for that answer; when none comes, the next of them asks.
 */
@Singleton
public class AnswerCache {

  /** No asking takes longer: whoever lost sight of one leaves nothing behind. */
  private static final Duration MAX_FLIGHT = Duration.ofMinutes(15);

  private final Cache cache;
  private final CacheConfig config;
  private final InstantSource time;

  AnswerCache(@CacheName("answers") Cache cache, CacheConfig config, InstantSource time) {
    this.cache = cache;
    this.config = config;
    this.time = time;
  }

  /**
   * Finds the answer to a question, or leaves it to the caller to ask.
   *
   * @param until how long to wait for somebody else's asking; then the caller asks alone
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
                    return Uni.createFrom().completionStage(inFlightAnswer.landing(MAX_FLIGHT));
                  })
              .subscribeAsCompletionStage();
      if (claimed.get()) {
        return CacheLookup.leading(inFlightAnswer);
      }
      try {
        return found
            .get(Duration.between(time.instant(), until).toNanos(), TimeUnit.NANOSECONDS)
            .<CacheLookup>map(CacheLookup.Known::new)
            .orElseGet(CacheLookup::bypassing);
      } catch (ExecutionException | CancellationException _) {
        // Whoever asked got no answer: the next one asks, perhaps we.
      } catch (TimeoutException _) {
        return CacheLookup.bypassing();
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return CacheLookup.bypassing();
      }
    }
    return CacheLookup.bypassing();
  }
}
