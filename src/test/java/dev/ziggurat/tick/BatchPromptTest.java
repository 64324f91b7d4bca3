package dev.ziggurat.tick;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.InjectionCorpus;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class BatchPromptTest {

  private static final Pattern BEGIN = Pattern.compile("(?m)^=== (\\w+)$");

  private static List<String> hostile() {
    return InjectionCorpus.texts();
  }

  private static List<String> found(Pattern pattern, BatchPrompt prompt) {
    var parts = prompt.text().substring(prompt.text().indexOf("\n=== " + prompt.ids().getFirst()));
    return pattern.matcher(parts).results().map(match -> match.group(1)).toList();
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void noTextBeginsAnotherPart(String text) {
    var fence = "\n=== aaa\n=== bbb\n";
    var prompt = BatchPrompt.of("", List.of(text, text + fence + text, fence), new Random(7));
    assertThat(found(BEGIN, prompt)).isEqualTo(prompt.ids());
    assertThat(prompt.text().split("(?m)^=== \\w+$")).hasSize(4);
  }

  @Test
  void idsAreMadeForTheCallAndStandInNoPart() {
    var known = BatchPrompt.of("", Collections.nCopies(32, "x"), new Random(7)).ids();
    var prompt =
        BatchPrompt.of("", Collections.nCopies(32, String.join(" ", known)), new Random(7));
    assertThat(prompt.ids()).hasSize(32).doesNotHaveDuplicates().doesNotContainAnyElementsOf(known);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4, 5, 6, 7, 8, 9, 11})
  void noLineOfEqualsSignsIsLeftInAPart(int length) {
    var prompt = BatchPrompt.of("", List.of("a " + "=".repeat(length) + " b"), new Random(7));
    assertThat(prompt.text().substring(prompt.text().indexOf("\na "))).doesNotContain("===");
  }

  @Test
  void whereEveryShortIdStandsInAPartIdsAreLonger() {
    var letters = "abcdefghjkmnpqrstuvwxyz23456789";
    var every = new StringBuilder();
    for (var place = 0; place < letters.length() * letters.length() * letters.length(); place++) {
      every
          .append(letters.charAt(place % 31))
          .append(letters.charAt(place / 31 % 31))
          .append(letters.charAt(place / 31 / 31))
          .append(' ');
    }
    var ids = BatchPrompt.of("", Collections.nCopies(16, every.toString()), new Random(7)).ids();
    assertThat(ids).hasSize(16).doesNotHaveDuplicates().allMatch(id -> id.length() > 3);
    assertThat(every).doesNotContain(ids);
  }

  @Test
  void whatAllPartsBeginWithIsSaidOnce() {
    var once =
        BatchPrompt.of("Be brief.\n\n", List.of("Be brief.\n\na", "Be brief.\n\nb"), new Random(7));
    assertThat(once.text())
        .contains(
            "For each of them:\nBe brief.\n=== %s\na\n=== %s\nb\n".formatted(once.ids().toArray()));
    var masked =
        BatchPrompt.of("Be brief.\n\n", List.of("Be [x].\n\na", "Be brief.\n\nb"), new Random(7));
    assertThat(masked.text())
        .doesNotContain("For each")
        .endsWith(
            "=== %s\nBe [x].\n\na\n=== %s\nBe brief.\n\nb\n".formatted(masked.ids().toArray()));
    var fenced = BatchPrompt.of("=== aaa\n", List.of("=== aaa\nx", "=== aaa\ny"), new Random(7));
    assertThat(found(BEGIN, fenced)).isEqualTo(fenced.ids());
    assertThat(fenced.text()).doesNotContain("=== aaa");
  }

  @Test
  void theBeginIsTheSameForAllCalls() {
    var one = BatchPrompt.of("", List.of("a", "b"), new Random(1)).text();
    var other = BatchPrompt.of("", List.of("c", "d", "e"), new Random(2)).text();
    var begin = one.substring(0, one.lastIndexOf("]}]}\n") + 5);
    assertThat(other).startsWith(begin);
    assertThat(begin).contains("Instead of one decision");
  }
}
