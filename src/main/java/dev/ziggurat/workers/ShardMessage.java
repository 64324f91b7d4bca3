package dev.ziggurat.workers;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.ziggurat.tick.Shard;
import dev.ziggurat.tick.SharedTick;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A message as it travels, in JSON; {@code first} and {@code last} are missing in the message of a
 * deadline. Fields may be added; a change of their meaning is a new version.
 *
 * @param version of this form
 * @param game id of the game
 * @param tick its number in the game
 * @param epoch under which it was planned
 * @param settings version of the settings in force
 * @param thinkUntil when thinking ends
 * @param deadline when the tick must be closed
 * @param first of the turns, in the order of calling
 * @param last of the turns
 */
@RegisterForReflection
@JsonInclude(JsonInclude.Include.NON_NULL)
record ShardMessage(
    int version,
    @Nullable String game,
    long tick,
    long epoch,
    long settings,
    @Nullable Instant thinkUntil,
    @Nullable Instant deadline,
    @Nullable Integer first,
    @Nullable Integer last) {

  private static final int VERSION = 1;

  static ShardMessage of(Shard shard) {
    return of(shard.tick(), shard.first(), shard.last());
  }

  static ShardMessage of(SharedTick tick) {
    return of(tick, null, null);
  }

  private static ShardMessage of(SharedTick tick, @Nullable Integer first, @Nullable Integer last) {
    return new ShardMessage(
        VERSION,
        tick.game(),
        tick.number(),
        tick.epoch(),
        tick.settingsVersion(),
        tick.thinkUntil(),
        tick.deadline(),
        first,
        last);
  }

  /** The tick; empty if the message is of another version, or incomplete. */
  Optional<SharedTick> sharedTick() {
    return version != VERSION || game == null || thinkUntil == null || deadline == null
        ? Optional.empty()
        : Optional.of(new SharedTick(game, tick, epoch, settings, thinkUntil, deadline));
  }

  /** The turns; empty if the message names none. */
  Optional<Shard> shard() {
    return first == null || last == null
        ? Optional.empty()
        : sharedTick().map(tick -> new Shard(tick, first, last));
  }
}
