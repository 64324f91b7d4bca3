package dev.ziggurat.models.prices;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Price lists from addresses that an admin names. */
@ConfigMapping(prefix = "ziggurat.admin.prices")
public interface PriceSyncConfig {

  /** The timeout for fetching a price list. */
  @WithDefault("20s")
  @DurationMin(millis = 1)
  Duration limit();

  /** The longest price list that is read from an address, in bytes. */
  @WithDefault("8388608")
  @Min(1)
  @Max(67_108_864)
  int maxBytes();

  /** Whether addresses may be not public, and without TLS. */
  @WithDefault("false")
  boolean privateAddresses();

  /** How long a difference can be confirmed. */
  @WithDefault("1h")
  @DurationMin(seconds = 1)
  Duration confirmable();
}
