package dev.ziggurat.trigger.lambda;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.ziggurat.trigger.MalformedTrigger;
import dev.ziggurat.trigger.ScheduledTime;
import dev.ziggurat.trigger.TickTrigger;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What the function is invoked with: an event of EventBridge (a rule's or the Scheduler's), or a
 * direct call. Every field may be missing; others are ignored.
 *
 * @param game the game to tick; every running game when missing
 * @param slot the scheduled instant, RFC 3339; before {@code time} if both are there
 * @param key names a tick of its own, at most 200 characters
 * @param detailType marks an event of EventBridge: {@code Scheduled Event}
 * @param time EventBridge's scheduled instant, RFC 3339
 * @see <a
 *     href="https://docs.aws.amazon.com/eventbridge/latest/ref/overiew-event-structure.html">Event
 *     structure</a>
 */
@RegisterForReflection
@JsonIgnoreProperties(ignoreUnknown = true)
public record TickEvent(
    String game,
    String slot,
    String key,
    @JsonProperty("detail-type") String detailType,
    String time) {

  static final TickEvent EMPTY = new TickEvent(null, null, null, null, null);

  private static final int MAX_KEY = 200;

  /** Whether nobody reads the answer: EventBridge invokes asynchronously. */
  boolean scheduled() {
    return detailType != null;
  }

  /**
   * The ticks this event asks for.
   *
   * @throws MalformedTrigger naming the field that is wrong
   */
  TickTrigger.Request request(Optional<Duration> budget) {
    return new TickTrigger.Request(Optional.ofNullable(game), instant(), uniqueKey(), budget);
  }

  private Optional<Instant> instant() {
    return Optional.ofNullable(slot)
        .map(text -> ScheduledTime.parse("slot", text))
        .or(() -> Optional.ofNullable(time).map(text -> ScheduledTime.parse("time", text)));
  }

  private Optional<String> uniqueKey() {
    if (key != null && (key.isBlank() || key.length() > MAX_KEY)) {
      throw new MalformedTrigger("key", "must have 1 to %d characters".formatted(MAX_KEY));
    }
    return Optional.ofNullable(key);
  }
}
