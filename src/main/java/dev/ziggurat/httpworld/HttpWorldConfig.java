package dev.ziggurat.httpworld;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;

/** Worlds over HTTP. */
@ConfigMapping(prefix = "ziggurat.http-world")
public interface HttpWorldConfig {

  /**
   * Whether worlds may be at addresses that are not public, such as 10.0.0.0/8 and localhost, and
   * without TLS.
   */
  @WithDefault("false")
  boolean privateAddresses();

  /** How long connecting to a world may take. */
  @WithDefault("3s")
  @DurationMin(millis = 1)
  Duration connectTimeout();

  /** How long a world may take to answer what it is, and to show a view. */
  @WithDefault("5s")
  @DurationMin(millis = 1)
  @DurationMax(seconds = 25)
  Duration manifestTimeout();

  /** How long a world may take to brief all agents of a tick. */
  @WithDefault("20s")
  @DurationMin(millis = 1)
  @DurationMax(seconds = 300)
  Duration briefTimeout();

  /**
   * How long a world may take to found a game or to apply entries. Meanwhile a connection to the
   * database is held.
   */
  @WithDefault("20s")
  @DurationMin(millis = 1)
  @DurationMax(seconds = 25)
  Duration applyTimeout();

  /** The largest request that is sent to a world. */
  @WithDefault("16M")
  MemorySize largestRequest();

  /** The largest answer of a world, also after decompression. */
  @WithDefault("32M")
  MemorySize largestAnswer();

  /** The most bytes that a world may tell all agents in a tick; what is longer is cut. */
  @WithDefault("64K")
  MemorySize largestShared();

  /** The most bytes that a world may tell one agent in a tick; what is longer is cut. */
  @WithDefault("16K")
  MemorySize largestBriefing();

  /** The longest event, in characters; what is longer is cut. */
  @WithDefault("500")
  @Min(20)
  @Max(10_000)
  int longestEvent();

  /** How long the events that worlds tell are kept; counted from the slot of their tick. */
  @WithDefault("30d")
  @DurationMin(minutes = 1)
  Duration keepEvents();

  /** How long the list of the calls to worlds is kept. Zero keeps none. */
  @WithDefault("7d")
  @DurationMin(message = "must not be negative")
  Duration keepCalls();

  /** The most that is kept of the list of calls for each game; above it the oldest are deleted. */
  @WithDefault("16M")
  MemorySize callsPerGame();
}
