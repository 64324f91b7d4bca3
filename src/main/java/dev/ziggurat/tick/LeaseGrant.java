package dev.ziggurat.tick;

/** The result of a trigger's request for the lease. */
public sealed interface LeaseGrant {

  /**
   * The lease was granted, with a tick to run.
   *
   * @param takenOver whether another runner began it
   */
  record Run(Tick tick, boolean takenOver) implements LeaseGrant {}

  /** Nothing to run; the report has the reason. */
  record Answer(TickReport report) implements LeaseGrant {}
}
