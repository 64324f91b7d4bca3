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
 * One who listens. What it has not taken yet waits here, up to a bound; whoever is slower is cut
 * off, comes back with the last id it got, and is told the rest or to start anew. Only one thread
 * at a time may tell it something.
 */
final class EventSubscriber {

  /** Who has taken nothing for so many silences is gone. */
  private static final int SILENCES = 4;

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
   * @param lastEventId the last id it got before it went away
   */
  EventSubscriber(Optional<String> game, Optional<String> lastEventId, int mostWaiting) {
    this.game = game;
    this.lastEventId = lastEventId;
    this.mostWaiting = mostWaiting;
  }

  /** What it is told; to be taken once. */
  Multi<SseMessage> messages() {
    return messages
        .onItem()
        .invoke(
            () -> {
              waiting.decrementAndGet();
              taken.incrementAndGet();
            });
  }

  /** The last id it got before it went away. */
  Optional<String> lastEventId() {
    return lastEventId;
  }

  /** Tells it what one reading brought. Only the last event says where to go on. */
  void tell(List<LiveEvent> events, EventCursor position, Instant now) {
    var concerning = events.stream().filter(event -> event.concerns(game)).toList();
    if (waiting.get() + concerning.size() > mostWaiting) {
      end("more events waited than were taken");
      return;
    }
    var left = concerning.size();
    for (var event : concerning) {
      left--;
      var here = left == 0 ? Optional.of(position) : Optional.<EventCursor>empty();
      send(SseMessage.event(here, event.type(), event.data()), now);
    }
  }

  /** Tells it that it has to look anew: what it missed cannot be told. */
  void reset(String reason, EventCursor position, Instant now) {
    send(because("reset", reason, Optional.of(position)), now);
  }

  /** A sign of life. */
  void greet(Optional<EventCursor> position, Instant now) {
    send(SseMessage.comment(position, "ziggurat is here"), now);
  }

  /** A sign of life, if it has been silent for so long; and the end, if it shows none itself. */
  void keepAlive(Duration silence, Optional<EventCursor> position, Instant now) {
    if (waiting.get() == 0 || taken.get() != takenThen || lastAlive.equals(Instant.EPOCH)) {
      lastAlive = now;
      takenThen = taken.get();
    } else if (now.isAfter(lastAlive.plus(silence.multipliedBy(SILENCES)))) {
      end("nothing was taken any more");
    }
    if (waiting.get() == 0 && !now.isBefore(lastTold.plus(silence))) {
      greet(position, now);
    }
  }

  /** Whether it will be told nothing any more. */
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

  /** No more is coming for now, but whoever comes back is told the rest. */
  void pause() {
    if (!ended) {
      ended = true;
      messages.onNext(SseMessage.event(Optional.empty(), "pause", "{}"));
      messages.onComplete();
    }
  }

  /** No more is coming. */
  void end(String reason) {
    if (!ended) {
      ended = true;
      messages.onNext(because("cut-off", reason, Optional.empty()));
      messages.onComplete();
    }
  }
}
