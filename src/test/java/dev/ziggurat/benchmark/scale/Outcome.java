package dev.ziggurat.benchmark.scale;

import java.util.Locale;

/**
 * What came of a simulated tick.
 *
 * @param thinkSeconds until the last answer was journaled
 * @param applySeconds from then until the last game was applied
 * @param peakWorkers the most workers at work at once
 * @param peakInFlight the most calls in flight at once
 * @param databaseBusy the part of the database's cores that was busy while turns were thought
 * @param providersBusy the part of the providers' limit that was used meanwhile
 * @param waitedForWorker seconds that turns waited for a worker, on average
 */
record Outcome(
    double thinkSeconds,
    double applySeconds,
    int peakWorkers,
    int peakInFlight,
    double databaseBusy,
    double providersBusy,
    double waitedForWorker) {

  double seconds() {
    return thinkSeconds + applySeconds;
  }

  /** What took longest: apply, what was busy most of the time, or else the workers or a call. */
  String limit() {
    if (applySeconds > thinkSeconds) {
      return "apply of one game";
    }
    if (Math.max(databaseBusy, providersBusy) >= 0.75) {
      return databaseBusy > providersBusy ? "database" : "limit of the providers";
    }
    return waitedForWorker > 1 ? "workers" : "latency of the model";
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%7.1f s (think %6.1f, apply %6.1f)  workers %,6d  in flight %,7d  database %3.0f %%  limit: %s",
        seconds(),
        thinkSeconds,
        applySeconds,
        peakWorkers,
        peakInFlight,
        100 * databaseBusy,
        limit());
  }
}
