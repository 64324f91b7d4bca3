package dev.ziggurat.admin.live;

import dev.ziggurat.db.DatabaseException;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
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
class Broadcast {

  private final LiveRows rows;
  private final LiveConfig config;
  private final InstantSource time;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition somebodyCame = lock.newCondition();
  private final List<Listener> newcomers = new ArrayList<>();
  private final List<Listener> listeners = new ArrayList<>();
  private boolean reading;
  private volatile boolean ending;
  private volatile Optional<Position> position = Optional.empty();

  Broadcast(LiveRows rows, LiveConfig config, InstantSource time) {
    this.rows = rows;
    this.config = config;
    this.time = time;
  }

  /**
   * Listens until it is cancelled.
   *
   * @param game the game to listen to; all when empty
   * @param lastEventId the last id the listener got before it went away
   * @throws TooManyListeners when all places are taken
   */
  Multi<Message> listen(Optional<String> game, Optional<String> lastEventId) {
    var listener = new Listener(game, lastEventId, config.mostEvents());
    seat(listener);
    return listener.messages().onTermination().invoke(() -> leave(listener));
  }

  private void seat(Listener listener) {
    lock.lock();
    try {
      if (ending || newcomers.size() + listeners.size() >= config.listeners()) {
        throw new TooManyListeners(config.listeners());
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

  private void leave(Listener listener) {
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
        everybody().forEach(listener -> tell(listener, batch));
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

  private void tell(Listener listener, LiveRows.Batch batch) {
    batch
        .events()
        .ifPresentOrElse(
            events -> listener.tell(events, batch.position(), time.instant()),
            () ->
                listener.reset("too much has happened at once", batch.position(), time.instant()));
  }

  private List<Listener> everybody() {
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
      position.ifPresent(here -> arrived().forEach(newcomer -> admit(newcomer, here)));
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
  private List<Listener> arrived() {
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

  private void admit(Listener newcomer, Position here) {
    newcomer
        .lastEventId()
        .ifPresentOrElse(
            id -> catchUp(newcomer, Position.parse(id), here),
            () -> newcomer.greet(Optional.of(here), time.instant()));
  }

  private void catchUp(Listener listener, Optional<Position> left, Position here) {
    if (left.isEmpty() || here.isBefore(left.get())) {
      listener.reset("the last event id is none of ours", here, time.instant());
    } else if (gap(left.get(), here).compareTo(config.longestGap()) > 0) {
      listener.reset("too long away", here, time.instant());
    } else {
      try {
        tell(listener, rows.between(left.get(), here));
      } catch (DatabaseException away) {
        Log.warnf("What a listener missed cannot be read: %s", away.getMessage());
        listener.reset("what was missed cannot be read", here, time.instant());
      }
    }
  }

  /** Also of one that claims to be from the future, whatever it asks for. */
  private static Duration gap(Position left, Position here) {
    return Duration.between(left.at(), here.at()).abs();
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

  void end(@Observes ShutdownEvent end) {
    lock.lock();
    try {
      ending = true;
      somebodyCame.signal();
    } finally {
      lock.unlock();
    }
  }
}
