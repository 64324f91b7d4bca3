package dev.ziggurat.live;

import io.smallrye.mutiny.Multi;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Tells what has happened since the last time, at once, where an answer is sent only when it is
 * whole: a listener then looks again and again, which browsers do by themselves.
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
   * What has happened, and then the end.
   *
   * @param game the game to listen to; all when empty
   * @param lastEventId the last id the listener got
   */
  Multi<SseMessage> look(Optional<String> game, Optional<String> lastEventId) {
    var here = rows.now();
    var listener = new EventSubscriber(game, lastEventId, config.mostEvents());
    catchUp.bring(listener, here);
    // Also when nothing concerned it, it has come this far.
    listener.greet(Optional.of(here), time.instant());
    listener.pause();
    return listener.messages();
  }
}
