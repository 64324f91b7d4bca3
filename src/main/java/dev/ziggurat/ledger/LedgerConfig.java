package dev.ziggurat.ledger;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** The ledger of attempts, and budgets. */
@ConfigMapping(prefix = "ziggurat.ledger")
public interface LedgerConfig {

  /** From how many new attempts on usage is aggregated; fewer are read beside the aggregates. */
  @WithDefault("2000")
  @Min(1)
  int worthSummingUp();

  /** How many attempts one transaction aggregates at most. */
  @WithDefault("10000")
  @Min(1)
  int summedUpAtOnce();

  /** For how long a request that reads usage may start such transactions. */
  @WithDefault("1s")
  @DurationMin(message = "must not be negative")
  Duration summingUp();

  /**
   * What a process holds of a budget, so that it admits calls without asking the database each
   * time.
   */
  Tranches tranches();

  /** What a process holds of a budget. */
  interface Tranches {

    /** How long the held part is valid; then it counts as spent, unless the process renewed it. */
    @WithDefault("60s")
    Duration life();

    /** How long before its end a held part is renewed. */
    @WithDefault("10s")
    Duration margin();

    /** How often spending is written to the database, while something is held. */
    @WithDefault("1s")
    Duration settleEvery();

    /** After how long without use a held part is given back. */
    @WithDefault("5s")
    Duration idle();
  }
}
