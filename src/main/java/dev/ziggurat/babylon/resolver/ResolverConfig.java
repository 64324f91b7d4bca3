package dev.ziggurat.babylon.resolver;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMin;

/** Resolvers of games of Babylon: programs that are asked for the outcomes of closed markets. */
@ConfigMapping(prefix = "ziggurat.babylon.resolver")
public interface ResolverConfig {

  /**
   * The key by which requests to resolvers are signed (HMAC-SHA256), at least 16 characters.
   * Without it no resolver is asked, which counts as no answer.
   */
  Optional<@Size(min = 16, message = "must have at least 16 characters") String> signingKey();

  /**
   * Whether resolvers may be at addresses that are not public, such as 10.0.0.0/8 and localhost,
   * and without TLS.
   */
  @WithDefault("false")
  boolean privateAddresses();

  /** How long an answer may take. */
  @WithDefault("5s")
  @DurationMin(millis = 1)
  Duration timeout();

  /**
   * How many times a resolver is asked about a market, once after each tick. Without an answer by
   * then, the market is voided and stakes are returned.
   */
  @WithDefault("10")
  @Min(1)
  @Max(100_000)
  int maxRequests();
}
