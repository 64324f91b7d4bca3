package dev.ziggurat.simulator;

import dev.ziggurat.simulator.agent.RepeatableRandom;
import java.time.Duration;

/** How long an answer takes of which no fault says it: between the two, both included. */
public record UsualLatency(Duration least, Duration most) {

  /** Of the request with this content; the same for the same seed and content. */
  long millis(long seed, String content) {
    return RepeatableRandom.of(seed, "latency", content).between(least.toMillis(), most.toMillis());
  }
}
