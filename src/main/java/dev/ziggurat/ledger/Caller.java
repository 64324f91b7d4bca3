package dev.ziggurat.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * On whose behalf a call is made.
 *
 * @param callId unique per call; the call's attempts derive their ids from it
 * @param source what made the call, such as {@code tick}
 * @param key the key that pays for it
 * @param tags what the caller wants to remember of it, by name
 */
public record Caller(
    UUID callId,
    String source,
    Optional<String> game,
    OptionalLong tick,
    Optional<String> handle,
    Optional<UUID> key,
    Map<String, String> tags) {

  /** Keeps its own copy of the tags. */
  public Caller {
    tags = Map.copyOf(tags);
  }

  /** Somebody without a key. */
  public Caller(
      UUID callId,
      String source,
      Optional<String> game,
      OptionalLong tick,
      Optional<String> handle) {
    this(callId, source, game, tick, handle, Optional.empty(), Map.of());
  }

  /** A turn's call. Each epoch makes its own, so that a take-over's call is another. */
  public static Caller turn(String game, long tick, String handle, long epoch) {
    var name = game + '/' + tick + '/' + handle + '/' + epoch;
    return new Caller(
        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
        "tick",
        Optional.of(game),
        OptionalLong.of(tick),
        Optional.of(handle));
  }

  /** A call that a program makes, with a key or without. */
  public static Caller program(String source, Optional<UUID> key, Map<String, String> tags) {
    return new Caller(
        UUID.randomUUID(),
        source,
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        key,
        tags);
  }

  /** The id of this call's nth attempt. */
  public UUID attemptId(int ordinal) {
    return UUID.nameUUIDFromBytes((callId + "#" + ordinal).getBytes(StandardCharsets.UTF_8));
  }
}
