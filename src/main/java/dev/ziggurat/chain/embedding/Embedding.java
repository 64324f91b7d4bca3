package dev.ziggurat.chain.embedding;

import java.util.Optional;

/**
 * The vector of a text.
 *
 * @param model that made it; vectors of different models cannot be compared
 * @param vector of length 1: pgvector takes products of its numbers, which would not be exact for
 *     very small or large ones
 */
public record Embedding(String model, float[] vector) {

  /** The longest vector that pgvector compares. */
  private static final int MAX_DIMENSIONS = 16_000;

  /** Of a vector of any length; empty if it cannot be compared: infinite, zero or too long. */
  public static Optional<Embedding> of(String model, float[] vector) {
    var squares = 0.0;
    for (var number : vector) {
      squares += (double) number * number;
    }
    return squares > 0 && Double.isFinite(squares) && vector.length <= MAX_DIMENSIONS
        ? Optional.of(new Embedding(model, divided(vector, Math.sqrt(squares))))
        : Optional.empty();
  }

  private static float[] divided(float[] vector, double length) {
    var divided = new float[vector.length];
    for (var i = 0; i < vector.length; i++) {
      divided[i] = (float) (vector[i] / length);
    }
    return divided;
  }
}
