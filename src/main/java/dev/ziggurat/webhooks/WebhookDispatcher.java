package dev.ziggurat.webhooks;

import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.tick.BeforeAnswer;
import dev.ziggurat.webhooks.DeliverySender.Result;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Delivers what is in the outbox, on one virtual thread that runs only while something is due.
 * There is no timer: what is to be tried again is sent when somebody looks, after a tick, at a
 * health check, at a request of an admin, or when something else is to be told.
 */
@Singleton
class WebhookDispatcher implements BeforeAnswer {

  /** What is due then is left to the next look. */
  private static final int MAX_ROUNDS = 10_000;

  /** While a receiver is slow: how soon what is new for others is seen. */
  private static final Duration SLOW_RECEIVER = Duration.ofMillis(500);

  private static final Duration LOOK_PAUSE = Duration.ofSeconds(5);
  private static final Duration ENDING = Duration.ofSeconds(3);

  private final DeliveryStore deliveries;
  private final DeliverySender sender;
  private final DeliveryRetention retention;
  private final OverdueGames overdueGames;
  private final ProviderOutages outages;
  private final MeterRegistry meters;
  private final InstantSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition idle = lock.newCondition();
  private boolean running;
  private boolean woken;
  private boolean toLook;
  private boolean ended;
  private Instant looked = Instant.EPOCH;

  WebhookDispatcher(
      DeliveryStore deliveries,
      DeliverySender sender,
      DeliveryRetention retention,
      OverdueGames overdueGames,
      ProviderOutages outages,
      MeterRegistry meters,
      InstantSource time) {
    this.deliveries = deliveries;
    this.sender = sender;
    this.retention = retention;
    this.overdueGames = overdueGames;
    this.outages = outages;
    this.meters = meters;
    this.time = time;
    for (var state : DeliveryState.values()) {
      // Registered at zero; otherwise the first increment would not show as an increase.
      counter(state);
    }
  }

  /** Has what is due delivered, behind the caller. */
  void wake() {
    start(false);
  }

  /** The same, and looks what there is to tell, unless somebody did a moment ago. */
  void look() {
    start(true);
  }

  private void start(boolean look) {
    lock.lock();
    try {
      var now = time.instant();
      if (ended || look && looked.isAfter(now.minus(LOOK_PAUSE))) {
        return;
      }
      if (look) {
        looked = now;
        toLook = true;
      }
      woken = true;
      if (!running) {
        Thread.ofVirtual().name("webhooks").start(this::run);
        running = true;
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * A try that is over.
   *
   * @param answered whether there was an answer, of whatever status
   */
  private record Ended(UUID webhook, boolean answered) {}

  private void run() {
    for (var work = next(); work.isPresent(); work = next()) {
      try {
        if (work.get()) {
          overdueGames.find();
          outages.refresh();
          retention.run();
        }
        deliverDue();
      } catch (DatabaseException away) {
        Log.debugf("Webhooks wait for the database: %s", away.getMessage());
      } catch (RuntimeException unforeseen) {
        Log.errorf(unforeseen, "Webhooks were not delivered; they are tried again");
      } catch (Error serious) {
        // It ends this thread, so that the next look has to start another.
        stopped();
        throw serious;
      }
    }
  }

  private void stopped() {
    lock.lock();
    try {
      running = false;
      idle.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Whether to look, too; empty if there is nothing to do, and the thread ends. */
  private Optional<Boolean> next() {
    lock.lock();
    try {
      if (!woken || ended) {
        stopped();
        return Optional.empty();
      }
      var look = toLook;
      woken = false;
      toLook = false;
      return Optional.of(look);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Sends what is due, and waits until all of it has its result. What is due to a webhook that did
   * not answer is left to the next look, so that it holds up nothing else.
   */
  void deliverDue() {
    var inFlight = new DeliveriesInFlight();
    var ended = new LinkedBlockingQueue<Ended>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var round = 0; round < MAX_ROUNDS && !isEnded(); round++) {
        var claims =
            inFlight.free() == 0
                ? List.<Claim>of()
                : deliveries.claimDue(inFlight.free(), inFlight.closed());
        for (var claim : claims) {
          inFlight.began(claim.webhook());
          threads.submit(() -> ended.add(new Ended(claim.webhook(), send(claim))));
        }
        if (claims.isEmpty()) {
          if (inFlight.isEmpty()) {
            return;
          }
          Optional.ofNullable(ended.poll(SLOW_RECEIVER.toMillis(), TimeUnit.MILLISECONDS))
              .ifPresent(ended::add);
        }
        for (var each = ended.poll(); each != null; each = ended.poll()) {
          inFlight.ended(each.webhook(), each.answered());
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Sends one delivery and stores what came of it. If that cannot be stored, it is sent again when
   * its lease is over.
   *
   * @return whether the receiver answered
   */
  boolean send(Claim claim) {
    var answered = false;
    try {
      var result = sender.send(claim);
      answered = result.status().isPresent();
      store(claim, result);
    } catch (RuntimeException unstored) {
      Log.warnf(
          "The result of delivery %s could not be stored: %s", claim.id(), unstored.getMessage());
    }
    return answered;
  }

  private void store(Claim claim, Result result) {
    if (result.error().isEmpty()) {
      deliveries.delivered(claim, result.status().orElseThrow());
      counter(DeliveryState.DELIVERED).increment();
      return;
    }
    var next =
        result.isGone() || claim.event().equals(WebhookEventType.TEST.id())
            ? Optional.<Instant>empty()
            : RetrySchedule.after(claim.tries(), claim.id()).map(time.instant()::plus);
    deliveries.failed(claim, result.error().get(), result.status(), next);
    counter(next.isPresent() ? DeliveryState.PENDING : DeliveryState.DEAD).increment();
    Log.warnf(
        "Try %d of delivery %s (%s) failed: %s; %s",
        claim.tries(),
        claim.id(),
        claim.event(),
        result.error().get(),
        next.map(at -> "it is tried again after " + at).orElse("it is not tried again"));
  }

  private Counter counter(DeliveryState result) {
    return meters.counter("ziggurat.webhooks.tries", "result", result.id());
  }

  private boolean isEnded() {
    lock.lock();
    try {
      return ended;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void settle(Duration limit) {
    lock.lock();
    try {
      for (var left = limit.toNanos(); running && left > 0; ) {
        left = idle.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /** What is not sent by then is sent by another process. */
  void end(@Observes ShutdownEvent event) {
    settle(ENDING);
    lock.lock();
    try {
      ended = true;
    } finally {
      lock.unlock();
    }
  }
}
