package dev.ziggurat.tick;

import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Graceful shutdown: accepts no new triggers, starts no new calls, gives calls in flight a part of
 * the shutdown grace period, and hands unfinished ticks to the next trigger, in any process.
 */
@Singleton
public class GracefulShutdown {

  private static final int MAX_AT_ONCE = 10_000;

  /**
   * The share of the grace period for calls in flight; the rest is for journaling and handing over.
   */
  private static final double SHARE_OF_CALLS = 2.0 / 3;

  private final Semaphore places = new Semaphore(MAX_AT_ONCE);
  private final InFlightTurns inFlightTurns;
  private final Duration grace;
  private final InstantSource time;
  private volatile Instant callsUntil = Instant.MAX;

  @Inject
  GracefulShutdown(InFlightTurns inFlightTurns, TickConfig config, InstantSource time) {
    this(inFlightTurns, config.shutdownGrace(), time);
  }

  GracefulShutdown(InFlightTurns inFlightTurns, Duration grace, InstantSource time) {
    this.inFlightTurns = inFlightTurns;
    this.grace = grace;
    this.time = time;
  }

  /**
   * Registers a trigger as running.
   *
   * @throws ProcessEnding if the process is shutting down
   */
  public void enter() {
    if (hasBegun() || !places.tryAcquire()) {
      throw new ProcessEnding();
    }
  }

  /** Unregisters a trigger. */
  public void leave() {
    places.release();
  }

  /** Whether shutdown has begun. */
  boolean hasBegun() {
    return callsUntil.isBefore(Instant.MAX);
  }

  /** Deadline of calls in flight; {@link Instant#MAX} before shutdown. */
  Instant callsUntil() {
    return callsUntil;
  }

  /** Runs while the web server still answers. */
  void begin(@Observes ShutdownDelayInitiatedEvent begin) throws InterruptedException {
    await();
  }

  /** For processes without a shutdown delay: runs before all other shutdown observers. */
  void end(@Observes @Priority(1) ShutdownEvent end) throws InterruptedException {
    await();
  }

  private void await() throws InterruptedException {
    if (hasBegun()) {
      return;
    }
    var millis = grace.toMillis();
    var begun = time.instant();
    callsUntil = begun.plusMillis((long) (millis * SHARE_OF_CALLS));
    var running = MAX_AT_ONCE - places.availablePermits();
    if (running > 0) {
      Log.infof("Shutting down: the ticks of %d triggers start no more calls", running);
    }
    if (!places.tryAcquire(MAX_AT_ONCE, millis, TimeUnit.MILLISECONDS)) {
      Log.warn("A tick timed out: the next trigger takes it over when its lease expires");
    }
    if (!inFlightTurns.awaitIdle(grace.minus(Duration.between(begun, time.instant())))) {
      Log.warn("Calls are still in flight: their maximum cost stays in the ledger as orphaned");
    }
  }
}
