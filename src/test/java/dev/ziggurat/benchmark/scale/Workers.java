package dev.ziggurat.benchmark.scale;

/**
 * How many workers take shards from the queue.
 *
 * @param atOnce workers when the tick begins
 * @param addedPerSecond workers that are added each second while shards wait
 * @param atMost the most workers at any time
 * @param startSeconds from the decision to add a worker until it takes its first shard
 * @param width turns that one worker asks at once
 * @param refills whether a worker takes the next shard as soon as one of its calls is answered; a
 *     function takes the next one after all of its turns
 */
record Workers(
    int atOnce,
    double addedPerSecond,
    int atMost,
    double startSeconds,
    int width,
    boolean refills) {

  /**
   * Functions woken by an SQS event source mapping: five batches at a time at first, up to 300 more
   * each minute, at most 1,000 (AWS Lambda Developer Guide, "Configuring scaling behavior for SQS
   * event source mappings").
   */
  static Workers functions(int atMost, int width) {
    return new Workers(5, 300 / 60.0, Math.min(atMost, 1_000), 1, width, false);
  }

  /** Processes that are already there. */
  static Workers processes(int count, int width) {
    return new Workers(count, 0, count, 0, width, true);
  }

  /** The workers that may be at work {@code seconds} after the tick began. */
  int after(double seconds) {
    return (int) Math.min(atMost, atOnce + addedPerSecond * Math.max(0, seconds - startSeconds));
  }
}
