package dev.ziggurat.webhooks;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Pattern;
import java.time.Duration;
import java.util.Optional;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Webhooks: requests that tell other programs what happens. */
@ConfigMapping(prefix = "ziggurat.webhooks")
public interface WebhooksConfig {

  /**
   * Whether webhooks may be at addresses that are not public, such as 10.0.0.0/8 and localhost, and
   * without TLS.
   */
  @WithDefault("false")
  boolean privateAddresses();

  /** How long a receiver may take to answer. */
  @WithDefault("5s")
  @DurationMin(millis = 1)
  @DurationMax(seconds = 60)
  Duration timeout();

  /**
   * The address of this installation as browsers see it, for links to the console, without a slash
   * at its end. Example: {@code https://ziggurat.example.org}. Without it there are no links.
   */
  Optional<
          @Pattern(
              regexp = "\\s*|\\s*https?://[^\\s/?#]+(/[^\\s?#]*[^\\s?#/])?\\s*",
              message = "must be an address such as https://ziggurat.example.org")
          String>
      consoleAddress();

  /** How much longer than one period a running game may wait for its next tick. */
  @WithDefault("1m")
  @DurationMin(message = "must not be negative")
  Duration overdueAfter();

  /**
   * How many deliveries of one webhook may be pending; more events are dropped, with a warning and
   * in {@code ziggurat_webhooks_dropped_total}.
   */
  @WithDefault("1000")
  @Min(1)
  @Max(100_000)
  int maxPending();

  /** How long deliveries are kept, pending ones included. */
  @WithDefault("30d")
  @DurationMin(minutes = 1)
  Duration keepDeliveries();
}
