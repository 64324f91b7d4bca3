package dev.ziggurat.live;

import dev.ziggurat.db.DatabaseException;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Tells all listeners of this process what happens. One reader serves them all; it begins with the
 * first and ends with the last.
 */
@Singleton
class EventBroadcaster {

  private final LiveRows rows;
  private final MissedEvents catchUp;
  private final LiveConfig config;
  private final InstantSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition somebodyCame = lock.newCondition();
  private final List<EventSubscriber> newcomers = new ArrayList<>();
  private final List<EventSubscriber> listeners = new ArrayList<>();
  private boolean reading;
  private volatile boolean ending;
  private volatile Optional<EventCursor> position = Optional.empty();

  EventBroadcaster(LiveRows rows, MissedEvents catchUp, LiveConfig config, InstantSource time) {
    this.rows = rows;
    this.catchUp = catchUp;
    this.config = config;
    this.time = time;
  }

  /**
   * Listens until it is cancelled.
   *
   * @param game the game to listen to; all when empty
   * @param lastEventId the last id the listener got before it went away
   * @throws TooManySubscribers when all places are taken
   */
  Multi<SseMessage> listen(Optional<String> game, Optional<String> lastEventId) {
    var listener = new EventSubscriber(game, lastEventId, config.mostEvents());
    seat(listener);
    return listener.messages().onTermination().invoke(() -> leave(listener));
  }

  private void seat(EventSubscriber listener) {
    lock.lock();
    try {
      if (ending || newcomers.size() + listeners.size() >= config.listeners()) {
        throw new TooManySubscribers(config.listeners());
      }
      // Before the first message a browser knows nothing, not even that it is connected.
      listener.greet(Optional.empty(), time.instant());
      newcomers.add(listener);
      somebodyCame.signal();
      if (!reading) {
        reading = true;
        Thread.ofVirtual().name("live-reader").start(this::read);
      }
    } finally {
      lock.unlock();
    }
  }

  private void leave(EventSubscriber listener) {
    lock.lock();
    try {
      newcomers.remove(listener);
      listeners.remove(listener);
    } finally {
      lock.unlock();
    }
  }

  private void read() {
    var deserted = false;
    try {
      while (!ending && !deserted) {
        readOn();
        admitUntil(System.nanoTime() + config.period().toNanos());
        deserted = isDeserted();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      if (!deserted) {
        sendAway();
      }
    }
  }

  /** When nobody listens any more, the next one to come starts a reader of its own. */
  private boolean isDeserted() {
    lock.lock();
    try {
      if (newcomers.isEmpty() && listeners.isEmpty()) {
        reading = false;
        position = Optional.empty();
      }
      return !reading;
    } finally {
      lock.unlock();
    }
  }

  /** While the database is away nothing can be told, and nothing is missed. */
  private void readOn() {
    try {
      if (position.isEmpty()) {
        position = Optional.of(rows.now());
      } else {
        var batch = rows.after(position.get());
        position = Optional.of(batch.position());
        everybody().forEach(listener -> catchUp.tell(listener, batch));
      }
    } catch (DatabaseException away) {
      Log.warnf("Events cannot be read, listeners wait: %s", away.getMessage());
    }
    for (var listener : everybody()) {
      listener.keepAlive(config.heartbeat(), position, time.instant());
      if (listener.hasEnded()) {
        leave(listener);
      }
    }
  }

  private List<EventSubscriber> everybody() {
    lock.lock();
    try {
      return List.copyOf(listeners);
    } finally {
      lock.unlock();
    }
  }

  /** Admits whoever comes until the next reading is due. */
  private void admitUntil(long nanoTime) throws InterruptedException {
    do {
      position.ifPresent(here -> arrived().forEach(newcomer -> catchUp.bring(newcomer, here)));
    } while (somebodyComesBefore(nanoTime));
  }

  private boolean somebodyComesBefore(long nanoTime) throws InterruptedException {
    lock.lock();
    try {
      var left = nanoTime - System.nanoTime();
      return !ending && left > 0 && somebodyCame.awaitNanos(left) > 0;
    } finally {
      lock.unlock();
    }
  }

  /** Whoever has come since the last look; from now on they are told what all are told. */
  private List<EventSubscriber> arrived() {
    lock.lock();
    try {
      var arrived = List.copyOf(newcomers);
      newcomers.clear();
      listeners.addAll(arrived);
      return arrived;
    } finally {
      lock.unlock();
    }
  }

  private void sendAway() {
    lock.lock();
    try {
      reading = false;
      position = Optional.empty();
      listeners.addAll(newcomers);
      newcomers.clear();
      List.copyOf(listeners).forEach(listener -> listener.end("this process is ending"));
      listeners.clear();
    } finally {
      lock.unlock();
    }
  }

  /** While the web server still works: it waits for those who listen. */
  void beginToEnd(@Observes ShutdownDelayInitiatedEvent begin) {
    end();
  }

  void end(@Observes ShutdownEvent end) {
    end();
  }

  private void end() {
    lock.lock();
    try {
      ending = true;
      somebodyCame.signal();
    } finally {
      lock.unlock();
    }
  }
}
