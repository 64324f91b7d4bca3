package dev.ziggurat.tick;

/** What a trigger is granted at the fence. */
public sealed interface LeaseGrant {

  /**
   * The lease, and with it a tick to run.
   *
   * @param takenOver whether another runner began it
   */
  record Run(Tick tick, boolean takenOver) implements LeaseGrant {}

  /** Nothing to run: the report says why. */
  record Answer(TickReport report) implements LeaseGrant {}
}
