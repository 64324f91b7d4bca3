package dev.ziggurat.http;

import io.quarkus.logging.Log;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicReference;

/** Logs a repeated warning at most once per period, in one line. */
public final class WarningLimit {

  private final Duration period;
  private final InstantSource time;
  private final AtomicReference<Instant> next = new AtomicReference<>(Instant.MIN);

  /** A limit that has logged nothing yet. */
  public WarningLimit(Duration period, InstantSource time) {
    this.period = period;
    this.time = time;
  }

  /** Logs the warning, unless one was logged within the period. */
  public void warn(String format, Object... values) {
    var now = time.instant();
    var due = next.get();
    if (!now.isBefore(due) && next.compareAndSet(due, now.plus(period))) {
      Log.warn(format.formatted(values).replaceAll("\\R", " "));
    }
  }
}
