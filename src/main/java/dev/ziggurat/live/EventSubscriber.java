package dev.ziggurat.live;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A listener with a bounded buffer. A listener that is too slow is disconnected; it reconnects with
 * its last event id and receives the missed events or a reset. Only one thread at a time may send
 * to it.
 */
final class EventSubscriber {

  /** A listener that reads nothing for this many heartbeat intervals is disconnected. */
  private static final int MAX_UNREAD_INTERVALS = 4;

  private final Optional<String> game;
  private final Optional<String> lastEventId;
  private final int mostWaiting;
  private final AtomicInteger waiting = new AtomicInteger();
  private final UnicastProcessor<SseMessage> messages =
      UnicastProcessor.create(new LinkedBlockingQueue<>(), () -> {});
  private final AtomicLong taken = new AtomicLong();
  private Instant lastTold = Instant.EPOCH;
  private Instant lastAlive = Instant.EPOCH;
  private long takenThen;
  private volatile boolean ended;

  /**
   * @param game the game to listen to; all when empty
   * @param lastEventId the last id received before a reconnect
   */
  EventSubscriber(Optional<String> game, Optional<String> lastEventId, int mostWaiting) {
    this.game = game;
    this.lastEventId = lastEventId;
    this.mostWaiting = mostWaiting;
  }

  /** The messages; only one subscription. */
  Multi<SseMessage> messages() {
    return messages
        .onItem()
        .invoke(
            () -> {
              waiting.decrementAndGet();
              taken.incrementAndGet();
            });
  }

  /** The last id received before a reconnect. */
  Optional<String> lastEventId() {
    return lastEventId;
  }

  /** Sends the events of one read. Only the last event carries an id. */
  void tell(List<LiveEvent> events, EventCursor position, Instant now) {
    var concerning = events.stream().filter(event -> event.concerns(game)).toList();
    if (waiting.get() + concerning.size() > mostWaiting) {
      end("the listener is too slow");
      return;
    }
    var left = concerning.size();
    for (var event : concerning) {
      left--;
      var here = left == 0 ? Optional.of(position) : Optional.<EventCursor>empty();
      send(SseMessage.event(here, event.type(), event.data()), now);
    }
  }

  /** Tells the client to reload, because missed events are not available. */
  void reset(String reason, EventCursor position, Instant now) {
    send(because("reset", reason, Optional.of(position)), now);
  }

  /** Sends a comment. */
  void greet(Optional<EventCursor> position, Instant now) {
    send(SseMessage.comment(position, "ziggurat is here"), now);
  }

  /** Sends a heartbeat after this silence; ends the stream if the listener does not read. */
  void keepAlive(Duration silence, Optional<EventCursor> position, Instant now) {
    if (waiting.get() == 0 || taken.get() != takenThen || lastAlive.equals(Instant.EPOCH)) {
      lastAlive = now;
      takenThen = taken.get();
    } else if (now.isAfter(lastAlive.plus(silence.multipliedBy(MAX_UNREAD_INTERVALS)))) {
      end("the listener stopped reading");
    }
    if (waiting.get() == 0 && !now.isBefore(lastTold.plus(silence))) {
      greet(position, now);
    }
  }

  /** Whether the stream has ended. */
  boolean hasEnded() {
    return ended;
  }

  private void send(SseMessage message, Instant now) {
    if (!ended) {
      waiting.incrementAndGet();
      lastTold = now;
      messages.onNext(message);
    }
  }

  private static SseMessage because(String name, String reason, Optional<EventCursor> position) {
    return SseMessage.event(position, name, "{\"reason\":\"" + reason + "\"}");
  }

  /** Ends a partial response; a reconnect continues it. */
  void pause() {
    if (!ended) {
      ended = true;
      messages.onNext(SseMessage.event(Optional.empty(), "pause", "{}"));
      messages.onComplete();
    }
  }

  /** Ends the stream. */
  void end(String reason) {
    if (!ended) {
      ended = true;
      messages.onNext(because("cut-off", reason, Optional.empty()));
      messages.onComplete();
    }
  }
}
