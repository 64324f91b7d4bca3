package dev.ziggurat.gateway.semantic;

/**
 * The vector of a text.
 *
 * @param model that made it; vectors of different models cannot be compared
 */
record Embedding(String model, float[] vector) {

  /** The longest vector that pgvector compares. */
  private static final int MAX_DIMENSIONS = 16_000;

  /** Whether it can be compared: not too long, not infinite, and not without direction. */
  boolean isComparable() {
    var directed = false;
    for (var number : vector) {
      if (!Float.isFinite(number)) {
        return false;
      }
      directed |= number != 0;
    }
    return directed && vector.length <= MAX_DIMENSIONS;
  }
}
