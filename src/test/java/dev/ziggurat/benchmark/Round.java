package dev.ziggurat.benchmark;

import java.time.Duration;

/**
 * What was seen of a target while it was measured.
 *
 * @param answers whole and good ones
 * @param errors whatever was not: another status, a broken connection, a stream that misses a part
 * @param whole from a request to the end of its answer
 * @param first from a request to the first delta of its stream
 * @param gaps between two deltas of a stream
 */
public record Round(
    long answers,
    long errors,
    Duration took,
    Latencies.Spread whole,
    Latencies.Spread first,
    Latencies.Spread gaps) {

  /** Answers in a second. */
  public double perSecond() {
    return answers / (took.toNanos() / 1e9);
  }
}
