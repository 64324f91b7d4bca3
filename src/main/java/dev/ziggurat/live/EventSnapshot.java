package dev.ziggurat.live;

import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Returns the events since the last request as one complete response, for platforms that cannot
 * stream: the listener polls, which browsers do by reconnecting.
 */
@Singleton
class EventSnapshot {

  private final LiveRows rows;
  private final MissedEvents catchUp;
  private final LiveConfig config;
  private final InstantSource time;

  EventSnapshot(LiveRows rows, MissedEvents catchUp, LiveConfig config, InstantSource time) {
    this.rows = rows;
    this.catchUp = catchUp;
    this.config = config;
    this.time = time;
  }

  /**
   * Returns the events so far and ends the stream.
   *
   * @param game the game to listen to; all when empty
   * @param lastEventId the last id received
   */
  Multi<SseMessage> look(Optional<String> game, Optional<String> lastEventId) {
    var here = rows.now();
    var listener = new EventSubscriber(game, lastEventId, config.mostEvents());
    catchUp.catchUp(listener, here);
    if (lastEventId.isPresent()) {
      // The position advances even without matching events.
      listener.greet(Optional.of(here), time.instant());
    }
    listener.pause();
    return listener.messages();
  }
}
