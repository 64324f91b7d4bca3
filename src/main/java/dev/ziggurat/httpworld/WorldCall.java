package dev.ziggurat.httpworld;

import dev.ziggurat.db.OwnedRow;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A call to a world.
 *
 * @param tick empty for calls that belong to no tick
 * @param operation {@code manifest, found, brief, apply, view, discard}
 * @param httpStatus 0 without an answer
 * @param outcome {@code ok} or {@code failed}
 * @param reason what failed, or what was cut
 */
@RegisterForReflection
public record WorldCall(
    UUID id,
    String game,
    Optional<Long> tick,
    String operation,
    Instant at,
    long durationMillis,
    int httpStatus,
    String outcome,
    Optional<String> reason,
    long bytesSent,
    long bytesReceived) {

  /** A row of the queue that writes them. */
  record Row(WorldCall call) implements OwnedRow {

    private static final long USUAL_BYTES = 200;

    static UUID owner(String game) {
      return UUID.nameUUIDFromBytes(game.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public UUID owner() {
      return owner(call.game());
    }

    @Override
    public long bytes() {
      return USUAL_BYTES + call.reason().map(String::length).orElse(0);
    }
  }
}
