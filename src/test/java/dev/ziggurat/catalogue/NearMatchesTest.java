package dev.ziggurat.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearMatchesTest {

  private final NearMatches near = new NearMatches(CatalogueTest.on("2026-11-20"));

  @ParameterizedTest
  @CsvSource({
    "claude-sonet-5-5, claude-sonnet-5-5",
    "Claude Haiku 5.5, claude-haiku-5-5",
    "meta-llama/Llama-3.3-70B-Instuct, meta-llama/Llama-3.3-70B-Instruct",
    "llama-3.3-70b-instruct, meta-llama/Llama-3.3-70B-Instruct",
    "gpt-oss-120, openai/gpt-oss-120b",
    "groq/gpt-oss-20b, openai/gpt-oss-20b",
  })
  void suggestsTheIntendedName(String mistyped, String meant) {
    assertThat(near.of(mistyped)).startsWith(meant).doesNotHaveDuplicates().hasSizeBetween(1, 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "…", "wholly-unheard-of-and-very-long-name-of-nothing"})
  void suggestsNothingForUnrelatedNames(String strange) {
    assertThat(near.of(strange)).isEmpty();
  }

  @Test
  void boundsTheWorkForLongNames() {
    assertThat(near.of("x".repeat(1_000_000))).isEmpty();
  }
}
