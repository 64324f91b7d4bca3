package dev.ziggurat.chain.embedding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a provider returns: vectors are compared correctly or not at all. */
class EmbeddingTest {

  @ParameterizedTest
  @ValueSource(floats = {1e-40f, 1e-20f, 1, 1e20f, 1e38f})
  void aVectorOfAnyLengthHasItsDirection(float size) {
    var vector = Embedding.of("m", new float[] {size, 0, -size}).orElseThrow().vector();
    assertThat(vector[0]).isCloseTo((float) Math.sqrt(0.5), within(1e-4f));
    assertThat(vector[1]).isZero();
    assertThat(vector[2]).isCloseTo((float) -Math.sqrt(0.5), within(1e-4f));
  }

  @ParameterizedTest
  @ValueSource(floats = {0, Float.NaN, Float.POSITIVE_INFINITY})
  void whatHasNoDirectionIsNotCompared(float number) {
    assertThat(Embedding.of("m", new float[] {0, number})).isEmpty();
  }

  @Test
  void whatIsTooLongForPgvectorIsNotCompared() {
    var longest = new float[16_000];
    Arrays.fill(longest, 1);
    assertThat(Embedding.of("m", longest)).isPresent();
    assertThat(Embedding.of("m", Arrays.copyOf(longest, 16_001))).isEmpty();
    assertThat(Embedding.of("m", new float[0])).isEmpty();
  }
}
