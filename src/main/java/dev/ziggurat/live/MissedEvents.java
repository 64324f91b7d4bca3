package dev.ziggurat.live;

import dev.ziggurat.db.DatabaseException;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** Tells a listener that comes back what it missed, as far as that can be told. */
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

  /** Brings a listener to where all are; one that was never here is greeted. */
  void bring(EventSubscriber listener, EventCursor here) {
    listener
        .lastEventId()
        .ifPresentOrElse(
            id -> tellMissed(listener, EventCursor.parse(id), here),
            () -> listener.greet(Optional.of(here), time.instant()));
  }

  /** Tells a listener what one reading brought, or to look anew when it was too much. */
  void tell(EventSubscriber listener, LiveRows.Batch batch) {
    batch
        .events()
        .ifPresentOrElse(
            events -> listener.tell(events, batch.position(), time.instant()),
            () ->
                listener.reset("too much has happened at once", batch.position(), time.instant()));
  }

  private void tellMissed(EventSubscriber listener, Optional<EventCursor> left, EventCursor here) {
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
  private static Duration gap(EventCursor left, EventCursor here) {
    return Duration.between(left.at(), here.at()).abs();
  }
}
