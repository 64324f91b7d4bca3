package dev.ziggurat.live;

import dev.ziggurat.db.DatabaseException;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Sends missed events to a listener that reconnects, if they are available. */
@Singleton
class MissedEvents {

  private final LiveRows rows;
  private final LiveConfig config;
  private final InstantSource time;

  MissedEvents(LiveRows rows, LiveConfig config, InstantSource time) {
    this.rows = rows;
    this.config = config;
    this.time = time;
  }

  /** Brings a listener to the current position; a new one only gets a comment. */
  void catchUp(EventSubscriber listener, EventCursor here) {
    listener
        .lastEventId()
        .ifPresentOrElse(
            id -> tellMissed(listener, EventCursor.parse(id), here),
            () -> listener.greet(Optional.of(here), time.instant()));
  }

  /** Sends the events of one read, or a reset if there are too many. */
  void tell(EventSubscriber listener, LiveRows.Batch batch) {
    batch
        .events()
        .ifPresentOrElse(
            events -> listener.tell(events, batch.position(), time.instant()),
            () -> listener.reset("too many events", batch.position(), time.instant()));
  }

  private void tellMissed(EventSubscriber listener, Optional<EventCursor> left, EventCursor here) {
    if (left.isEmpty() || here.isBefore(left.get())) {
      listener.reset("the last event id is invalid", here, time.instant());
    } else if (gap(left.get(), here).compareTo(config.longestGap()) > 0) {
      listener.reset("the last event is too old", here, time.instant());
    } else {
      try {
        tell(listener, rows.between(left.get(), here));
      } catch (DatabaseException away) {
        Log.warnf("Could not read missed events: %s", away.getMessage());
        listener.reset("missed events could not be read", here, time.instant());
      }
    }
  }

  /** Ids with a future time are rejected too. */
  private static Duration gap(EventCursor left, EventCursor here) {
    return Duration.between(left.at(), here.at()).abs();
  }
}
