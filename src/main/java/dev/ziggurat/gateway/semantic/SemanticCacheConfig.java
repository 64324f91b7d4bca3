package dev.ziggurat.gateway.semantic;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/**
 * Answers of similar calls, for keys with {@code semanticCacheThreshold}. The largest answer is
 * that of {@code ziggurat.gateway.cache.largest-answer}, the model of the vectors {@code
 * ziggurat.gateway.embedding-model}.
 */
@ConfigMapping(prefix = "ziggurat.gateway.semantic-cache")
public interface SemanticCacheConfig {

  /**
   * The time for the embedding of a message, at most half of what is left for the answer; then the
   * call goes on without the cache.
   */
  @WithDefault("2s")
  @DurationMin(millis = 1)
  Duration deadline();

  /** How many answers a call is compared with: the newest of those that it could get. */
  @WithDefault("1000")
  @Min(1)
  @Max(100_000)
  int compared();

  /** How long an answer is kept. Zero keeps none, whatever a key says. */
  @WithDefault("1d")
  @DurationMin(message = "must not be negative")
  Duration keep();

  /** The most that is kept for each key; above it the oldest answers are deleted. */
  @WithDefault("64M")
  MemorySize perKey();
}
