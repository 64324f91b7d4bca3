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
 * Lets running ticks end before their process does. Once shutdown has begun, triggers are refused
 * and no further model is asked; calls in flight get a part of the grace period, and a tick that is
 * not done by then is handed to the next trigger, in any process.
 */
@Singleton
public class GracefulShutdown {

  private static final int MAX_AT_ONCE = 10_000;

  /** The part of the grace period for calls in flight; the rest is for storing and handing over. */
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
   * Takes a place for what a trigger does.
   *
   * @throws ProcessEnding when the process is about to end
   */
  public void enter() {
    if (hasBegun() || !places.tryAcquire()) {
      throw new ProcessEnding();
    }
  }

  /** Gives the place back. */
  public void leave() {
    places.release();
  }

  /** Whether the process is about to end. */
  boolean hasBegun() {
    return callsUntil.isBefore(Instant.MAX);
  }

  /** Until when calls may go on; far in the future while the process is not ending. */
  Instant callsUntil() {
    return callsUntil;
  }

  /** Runs while the web server still answers triggers. */
  void begin(@Observes ShutdownDelayInitiatedEvent begin) throws InterruptedException {
    await();
  }

  /** Runs where there was no shutdown delay, before all other observers of the end. */
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
      Log.infof("Ending: the ticks of %d triggers stop thinking", running);
    }
    if (!places.tryAcquire(MAX_AT_ONCE, millis, TimeUnit.MILLISECONDS)) {
      Log.warn("A tick has not ended in time: the next trigger takes it over after its lease");
    }
    if (!inFlightTurns.awaitNobody(grace.minus(Duration.between(begun, time.instant())))) {
      Log.warn("Calls are still under way: what they may cost stays in the ledger as orphaned");
    }
  }
}
