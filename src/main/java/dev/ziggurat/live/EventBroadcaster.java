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
 * Sends events to all listeners of this process. One reader thread serves all; it starts with the
 * first listener and stops after the last.
 */
@Singleton
class EventBroadcaster {

  private final LiveRows rows;
  private final MissedEvents catchUp;
  private final LiveConfig config;
  private final InstantSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition listenerAdded = lock.newCondition();
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
   * Subscribes until cancelled.
   *
   * @param game the game to listen to; all when empty
   * @param lastEventId the last id received before a reconnect
   * @throws TooManySubscribers when the limit of listeners is reached
   */
  Multi<SseMessage> listen(Optional<String> game, Optional<String> lastEventId) {
    var listener = new EventSubscriber(game, lastEventId, config.mostEvents());
    add(listener);
    return listener.messages().onTermination().invoke(() -> leave(listener));
  }

  private void add(EventSubscriber listener) {
    lock.lock();
    try {
      if (ending || newcomers.size() + listeners.size() >= config.listeners()) {
        throw new TooManySubscribers(config.listeners());
      }
      // A browser reports the connection as open only after the first message.
      listener.greet(Optional.empty(), time.instant());
      newcomers.add(listener);
      listenerAdded.signal();
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
    var idle = false;
    try {
      while (!ending && !idle) {
        readOn();
        admitUntil(System.nanoTime() + config.period().toNanos());
        idle = stopIfIdle();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } finally {
      if (!idle) {
        endAll();
      }
    }
  }

  /** Without listeners the reader stops; the next listener starts a new one. */
  private boolean stopIfIdle() {
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

  /** If the database is unavailable, the position stays, so no event is lost. */
  private void readOn() {
    try {
      if (position.isEmpty()) {
        position = Optional.of(rows.now());
      } else {
        var batch = rows.after(position.get());
        position = Optional.of(batch.position());
        currentListeners().forEach(listener -> catchUp.tell(listener, batch));
      }
    } catch (DatabaseException away) {
      Log.warnf("Could not read events, will retry: %s", away.getMessage());
    }
    for (var listener : currentListeners()) {
      listener.keepAlive(config.heartbeat(), position, time.instant());
      if (listener.hasEnded()) {
        leave(listener);
      }
    }
  }

  private List<EventSubscriber> currentListeners() {
    lock.lock();
    try {
      return List.copyOf(listeners);
    } finally {
      lock.unlock();
    }
  }

  /** Admits new listeners until the next read is due. */
  private void admitUntil(long nanoTime) throws InterruptedException {
    do {
      position.ifPresent(here -> arrived().forEach(newcomer -> catchUp.catchUp(newcomer, here)));
    } while (newListenerBefore(nanoTime));
  }

  private boolean newListenerBefore(long nanoTime) throws InterruptedException {
    lock.lock();
    try {
      var left = nanoTime - System.nanoTime();
      return !ending && left > 0 && listenerAdded.awaitNanos(left) > 0;
    } finally {
      lock.unlock();
    }
  }

  /** Moves the new listeners to the regular ones and returns them. */
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

  private void endAll() {
    lock.lock();
    try {
      reading = false;
      position = Optional.empty();
      listeners.addAll(newcomers);
      newcomers.clear();
      List.copyOf(listeners).forEach(listener -> listener.end("this process is shutting down"));
      listeners.clear();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the streams before the web server stops, because it waits for open connections. */
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
      listenerAdded.signal();
    } finally {
      lock.unlock();
    }
  }
}
