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

  /** What a process holds of budgets, to admit without asking the database each time. */
  Tranches tranches();

  /** What a process holds of budgets. */
  interface Tranches {

    /** How long a tranche is good for; then it counts as spent, unless its process renewed it. */
    @WithDefault("60s")
    Duration life();

    /** The part of a tranche's life that is left for renewing it. */
    @WithDefault("10s")
    Duration margin();

    /** How often the database is told what was spent, while something is held. */
    @WithDefault("1s")
    Duration settleEvery();

    /** After how long without use a tranche is given back. */
    @WithDefault("5s")
    Duration idle();
  }
}
