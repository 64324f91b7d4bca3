package dev.ziggurat.httpworld;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.InjectionCorpus;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What a world writes stays between its fences. */
class InjectedWorldTextTest {

  private static List<String> texts() {
    return InjectionCorpus.texts();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void itCannotLeaveThem(String text) {
    var fenced = WorldText.fenced(WorldText.block(text, 16_384));
    assertThat(InjectionCorpus.structureOutsideFences("before\n" + fenced + "\nafter"))
        .containsExactly("before", "<<<", ">>>", "after");
    assertThat(fenced.split("<<<", -1)).hasSize(2);
    assertThat(fenced.split(">>>", -1)).hasSize(2);
    assertThat(fenced).doesNotContainPattern("[\\p{Cf}\\p{Cs}]");
  }
}
