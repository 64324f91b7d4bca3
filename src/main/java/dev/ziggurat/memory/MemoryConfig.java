package dev.ziggurat.memory;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;

/** What agents remember, in games with a memory. */
@ConfigMapping(prefix = "ziggurat.memory")
public interface MemoryConfig {

  /**
   * How long agents may reflect after a tick, unless its trigger brings a budget (Lambda's
   * remaining time). Those that have not reflected by then do so after the next tick.
   */
  @WithDefault("20s")
  @DurationMin(millis = 1)
  Duration reflectionTime();

  /** How many agents reflect at once, in each process. */
  @WithDefault("16")
  @Min(1)
  @Max(512)
  int reflectionWidth();

  /** The most tokens of an answer to a reflection, reasoning included. */
  @WithDefault("1000")
  @Min(100)
  @Max(100_000)
  int reflectionOutputTokens();

  /** The most tokens of memories that a reflection is shown, the newest of them. */
  @WithDefault("3000")
  @Min(100)
  @Max(100_000)
  int reflectionTokens();

  /**
   * The time for the embeddings of the briefings of a group of agents, at most half of what is left
   * for thinking; then full text chooses what all prompts of the tick show.
   */
  @WithDefault("2s")
  @DurationMin(millis = 1)
  Duration embeddingDeadline();

  /** How long entries may be embedded after a tick. The others are after the next tick. */
  @WithDefault("10s")
  @DurationMin(millis = 1)
  Duration embeddingTime();

  /** How many entries of a game may be embedded after a tick. */
  @WithDefault("1000")
  @Min(1)
  @Max(100_000)
  int embeddingEntries();

  /** How many entries of an agent have vectors and are compared with its briefing, the newest. */
  @WithDefault("1000")
  @Min(1)
  @Max(10_000)
  int embeddingsCompared();
}
