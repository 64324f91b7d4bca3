package dev.ziggurat.trigger.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.trigger.MalformedTrigger;
import dev.ziggurat.trigger.ScheduledTime;
import dev.ziggurat.trigger.TickTrigger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What the function is invoked with: an event of EventBridge (a rule's or the Scheduler's), or a
 * direct call. Every field may be missing. Unknown fields of EventBridge are ignored; in a direct
 * call they are refused, because a misspelled {@code game} would tick every game.
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
record TickEvent(
    Optional<String> game,
    Optional<String> slot,
    Optional<String> key,
    Optional<String> detailType,
    Optional<String> time) {

  private static final int MAX_KEY = 200;
  private static final int MAX_NAME = 60;
  private static final String DETAIL_TYPE = "detail-type";
  private static final List<String> KNOWN = List.of("game", "slot", "key", DETAIL_TYPE, "time");

  /**
   * Reads an event; null, as for an invocation without payload, asks for what an empty object does.
   *
   * @throws MalformedTrigger naming the field that is wrong
   */
  static TickEvent of(JsonNode event) {
    if (event == null || event.isNull() || event.isMissingNode()) {
      return new TickEvent(
          Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }
    if (!event.isObject()) {
      throw new MalformedTrigger("event", "must be a JSON object, such as {\"game\": \"babylon\"}");
    }
    if (!event.has(DETAIL_TYPE)) {
      refuseUnknown(event);
    }
    return new TickEvent(
        text(event, "game"),
        text(event, "slot"),
        text(event, "key"),
        text(event, DETAIL_TYPE),
        text(event, "time"));
  }

  private static void refuseUnknown(JsonNode event) {
    var unknown = new ArrayList<String>();
    event.fieldNames().forEachRemaining(unknown::add);
    unknown.removeAll(KNOWN);
    if (!unknown.isEmpty()) {
      var name = unknown.getFirst();
      throw new MalformedTrigger(
          name.substring(0, Math.min(name.length(), MAX_NAME)),
          "is unknown; an event has " + String.join(", ", KNOWN));
    }
  }

  private static Optional<String> text(JsonNode event, String field) {
    var value = event.path(field);
    if (value.isContainerNode()) {
      throw new MalformedTrigger(
          field, "must be a text, not " + (value.isObject() ? "an object" : "a list"));
    }
    return value.isMissingNode() || value.isNull() ? Optional.empty() : Optional.of(value.asText());
  }

  /** Whether nobody reads the answer: EventBridge invokes asynchronously. */
  boolean scheduled() {
    return detailType.isPresent();
  }

  /**
   * The ticks this event asks for.
   *
   * @throws MalformedTrigger naming the field that is wrong
   */
  TickTrigger.Request request(Optional<Duration> budget) {
    return new TickTrigger.Request(game, instant(), uniqueKey(), budget);
  }

  private Optional<Instant> instant() {
    return slot.map(text -> ScheduledTime.parse("slot", text))
        .or(() -> time.map(text -> ScheduledTime.parse("time", text)));
  }

  private Optional<String> uniqueKey() {
    if (key.filter(text -> text.isBlank() || text.length() > MAX_KEY).isPresent()) {
      throw new MalformedTrigger("key", "must have 1 to %d characters".formatted(MAX_KEY));
    }
    return key;
  }
}
