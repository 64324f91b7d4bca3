package dev.ziggurat.ledger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** Configuration of {@code ledger}. */
@ConfigMapping(prefix = "ziggurat.ledger")
public interface LedgerConfig {

  /**
   * How many attempts must be pending before they are rolled up; fewer are read in addition to the
   * sums.
   */
  @WithDefault("2000")
  @Min(1)
  int worthSummingUp();

  /** How many attempts one transaction rolls up at most. */
  @WithDefault("10000")
  @Min(1)
  int summedUpAtOnce();

  /** How long a request that reads usage may start such transactions, when many are pending. */
  @WithDefault("1s")
  @DurationMin(message = "must not be negative")
  Duration summingUp();

  /** The parts of budgets that a process leases, to reserve without a database round trip. */
  Tranches tranches();

  /** The parts of budgets that a process leases. */
  interface Tranches {

    /** How long a tranche is valid; then it counts as spent, unless its process renewed it. */
    @WithDefault("60s")
    Duration life();

    /** How long before its expiry a tranche is renewed. */
    @WithDefault("10s")
    Duration margin();

    /** How often spending is written to the database, while a tranche is held. */
    @WithDefault("1s")
    Duration settleEvery();

    /** How long a tranche may be idle before it is returned. */
    @WithDefault("5s")
    Duration idle();
  }
}
