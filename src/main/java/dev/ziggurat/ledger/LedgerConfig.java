package dev.ziggurat.ledger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;

/** Configuration of {@code ledger}. */
@ConfigMapping(prefix = "ziggurat.ledger")
public interface LedgerConfig {

  /** How many attempts must wait to be summed up; fewer are read beside the sums. */
  @WithDefault("2000")
  @Min(1)
  int worthSummingUp();

  /** How many attempts a request that reads usage sums up at most. */
  @WithDefault("5000")
  @Min(1)
  int summedUpAtOnce();
}
