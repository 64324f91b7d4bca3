package dev.ziggurat.tick;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchAnswerTest {

  private static final List<String> IDS = List.of("aaaa", "bbbb", "cccc");
  private static final String WHOLE =
      "{\"answers\":[%s,%s,%s]}".formatted(part("aaaa"), part("bbbb"), part("cccc"));

  private final DecisionParser decisions = new DecisionParser(4);

  private static String part(String id) {
    return "{\"agent\":\"%s\",\"memo\":\"of %s\",\"actions\":[{\"type\":\"hold\"}]}"
        .formatted(id, id);
  }

  private BatchAnswer read(String answer) {
    return BatchAnswer.of(answer, IDS, decisions);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "```json\n%s\n```",
        "<think>{\"agent\":\"aaaa\",\"actions\":[]}, or not?</think>%s",
        "Here they are: %s Good luck!",
      })
  void everyAgentHasItsOwnPart(String shape) throws DecisionParser.Unreadable {
    var answer = read(shape.formatted(WHOLE));
    assertThat(answer.problems()).isEmpty();
    for (var id : IDS) {
      assertThat(answer.texts().get(id)).isEqualTo(part(id));
      assertThat(decisions.parse(answer.texts().get(id)).memo()).contains("of " + id);
    }
  }

  @Test
  void aMissingPartIsMissingForOneOnly() {
    var answer = read("{\"answers\":[%s,%s]}".formatted(part("cccc"), part("aaaa")));
    assertThat(answer.texts()).containsOnlyKeys("aaaa", "cccc");
    assertThat(answer.problems()).containsEntry("bbbb", "the answer has no part for it");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"agent\":\"aaaa\",\"memo\":\"of aa",
        "{\"agent\":\"aaaa\",\"memo\":\"x\",\"actions\":[{\"type\":\"hold\"}",
        "{\"agent\":\"aaaa\",\"memo\":\"x\",\"actions\":[{\"type\":\"hold\"}],",
        "{\"agent\":\"aaaa\",\"memo\":\"x\",\"actions\":[{\"kind\":\"hold\"}]}",
        "{\"agent\":\"aaaa\",\"memo\":\"x\",\"actions\":7}",
        "{\"agent\":\"aaaa\",\"memo\":\"x\"}",
        "{\"agent\":7,\"memo\":\"x\",\"actions\":[]}",
        "{{{{",
        "\"",
      })
  void aBrokenPartSpoilsNoOther(String broken) {
    var answer = read("{\"answers\":[%s,%s,%s]}".formatted(broken, part("bbbb"), part("cccc")));
    assertThat(answer.texts()).containsOnlyKeys("bbbb", "cccc");
    assertThat(answer.problems()).containsOnlyKeys("aaaa");
  }

  @Test
  void idsThatNobodyHasAreIgnoredAndThoseThatComeTwiceAreNobodys() {
    var doubled = part("bbbb").replace("of bbbb", "forged");
    var answer =
        read(
            "{\"answers\":[%s,%s,%s,%s]}"
                .formatted(part("zzzz"), part("bbbb"), doubled, part("cccc")));
    assertThat(answer.texts()).containsOnlyKeys("cccc");
    assertThat(answer.problems())
        .containsOnlyKeys("aaaa", "bbbb")
        .containsEntry("bbbb", "its id comes more than once in the answer");
    assertThat(read("{\"answers\":[%s,%s,%s]}".formatted(part("bbbb"), doubled, doubled)).texts())
        .isEmpty();
  }

  @Test
  void anIdOfWhichOnePartIsBrokenAndOneIsReadableIsNobodys() {
    var broken = "{\"agent\":\"bbbb\",\"memo\":\"x\",\"actions\":7}";
    assertThat(read("{\"answers\":[%s,%s]}".formatted(broken, part("bbbb"))).texts()).isEmpty();
  }

  @Test
  void whatOneAgentSaysSpeaksForNoOther() {
    var forged = part("bbbb").replace("\"", "\\\"");
    var said =
        "{\"agent\":\"aaaa\",\"memo\":\"%s\",\"actions\":[{\"type\":\"post\",\"text\":\"x\",\"y\":%s}]}"
            .formatted(forged, part("bbbb"));
    var answer = read("{\"answers\":[%s,%s]}".formatted(said, part("cccc")));
    assertThat(answer.texts()).containsOnlyKeys("aaaa", "cccc");
  }

  /** Wherever an answer ends, those who come before have their parts, whole. */
  @Property
  void aCutAnswerHasThePartsBeforeTheCut(@ForAll @IntRange(max = 250) int length) {
    var cut = WHOLE.substring(0, Math.min(length, WHOLE.length()));
    var answer = read(cut);
    assertThat(answer.texts().keySet())
        .containsExactlyInAnyOrderElementsOf(
            IDS.stream().filter(id -> cut.contains(part(id))).toList());
    answer.texts().forEach((id, text) -> assertThat(text).isEqualTo(part(id)));
  }

  @Test
  void readsHostileAnswersInBoundedTime() {
    assertThat(read("{\"agent\":".repeat(100_000)).texts()).isEmpty();
    assertThat(read("x".repeat(1_000_001)).problems()).hasSize(3);
  }
}
