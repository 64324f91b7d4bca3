package dev.ziggurat.ledger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Configuration of {@code ledger}. */
@ConfigMapping(prefix = "ziggurat.ledger")
public interface LedgerConfig {

  /** How many attempts must wait to be summed up; fewer are read beside the sums. */
  @WithDefault("2000")
  @Min(1)
  int worthSummingUp();

  /** How many attempts one transaction sums up at most. */
  @WithDefault("10000")
  @Min(1)
  int summedUpAtOnce();

  /**
   * For how long a request that reads usage may begin such transactions, when much has gathered.
   */
  @WithDefault("1s")
  @DurationMin(message = "must not be negative")
  Duration summingUp();
}
