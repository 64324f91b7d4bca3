package dev.ziggurat.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * On whose behalf a call is made.
 *
 * @param callId unique per call; the call's attempts derive their ids from it
 * @param source what made the call, such as {@code tick}
 */
public record Caller(
    UUID callId, String source, Optional<String> game, OptionalLong tick, Optional<String> handle) {

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

  /** The id of this call's nth attempt. */
  public UUID attemptId(int ordinal) {
    return UUID.nameUUIDFromBytes((callId + "#" + ordinal).getBytes(StandardCharsets.UTF_8));
  }
}
