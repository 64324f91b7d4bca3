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
 * Lets ticks come to a good end before their process does. From then on no trigger is heard here
 * and nobody is asked any more; calls under way get a part of the farewell, and a tick that is not
 * through by then is handed to whoever is triggered next, in whatever process.
 */
@Singleton
public class GracefulShutdown {

  private static final int MAX_AT_ONCE = 10_000;

  /** What calls under way get of the farewell; the rest is for writing down and handing over. */
  private static final double SHARE_OF_CALLS = 2.0 / 3;

  private final Semaphore places = new Semaphore(MAX_AT_ONCE);
  private final InFlightTurns inFlightTurns;
  private final Duration farewell;
  private final InstantSource time;
  private volatile Instant callsUntil = Instant.MAX;

  @Inject
  GracefulShutdown(InFlightTurns inFlightTurns, TickConfig config, InstantSource time) {
    this(inFlightTurns, config.farewell(), time);
  }

  GracefulShutdown(InFlightTurns inFlightTurns, Duration farewell, InstantSource time) {
    this.inFlightTurns = inFlightTurns;
    this.farewell = farewell;
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

  /** Until when calls may go on; far in the future while nobody wants this process to end. */
  Instant callsUntil() {
    return callsUntil;
  }

  /** While everything still works, the web server that answers triggers included. */
  void begin(@Observes ShutdownDelayInitiatedEvent begin) throws InterruptedException {
    await();
  }

  /** Where nothing came before: the first of all that observe the end. */
  void end(@Observes @Priority(1) ShutdownEvent end) throws InterruptedException {
    await();
  }

  private void await() throws InterruptedException {
    if (hasBegun()) {
      return;
    }
    var millis = farewell.toMillis();
    var begun = time.instant();
    callsUntil = begun.plusMillis((long) (millis * SHARE_OF_CALLS));
    var running = MAX_AT_ONCE - places.availablePermits();
    if (running > 0) {
      Log.infof("Ending: the ticks of %d triggers stop thinking", running);
    }
    if (!places.tryAcquire(MAX_AT_ONCE, millis, TimeUnit.MILLISECONDS)) {
      Log.warn("A tick has not ended in time: the next trigger takes it over after its lease");
    }
    if (!inFlightTurns.awaitNobody(farewell.minus(Duration.between(begun, time.instant())))) {
      Log.warn("Calls are still under way: what they may cost stays in the ledger as orphaned");
    }
  }
}
