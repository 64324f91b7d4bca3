package dev.ziggurat.memory;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.world.Action;
import dev.ziggurat.world.TurnResult;
import dev.ziggurat.world.TurnResult.ActionResult;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What an agent remembers of a turn, by the results of its actions. */
class TurnLogTest {

  private static final OptionalLong NOTHING = OptionalLong.empty();

  private static ActionResult action(String text, String refusal) {
    var arguments = JsonNodeFactory.instance.objectNode().put("type", "say").put("text", text);
    return new ActionResult(new Action("say", arguments), Optional.ofNullable(refusal));
  }

  private static TurnLog log(OptionalLong before, OptionalLong after, ActionResult... actions) {
    return TurnLog.of(new TurnResult(0, "ada", List.of(actions)), before, after);
  }

  @Test
  void itTellsWhatWasDoneWhatWasRefusedAndWhatCameOfIt() {
    var log =
        log(
            OptionalLong.of(10_000_000),
            OptionalLong.of(12_500_000),
            action("hello", null),
            action("buy", "you are broke"));
    assertThat(log.text())
        .isEqualTo(
            "did: say text hello. refused: say text buy (you are broke). worth 12.50, +2.50 since the last turn.");
  }

  @Test
  void itIsImportantByActionsRefusalsAndTheChangeOfWorth() {
    var before = OptionalLong.of(100_000_000);
    assertThat(log(NOTHING, NOTHING).importance()).isEqualTo(1);
    assertThat(log(NOTHING, NOTHING).text()).isEqualTo("did nothing.");
    assertThat(log(NOTHING, NOTHING, action("x", null)).importance()).isEqualTo(3);
    assertThat(log(NOTHING, NOTHING, action("x", "no")).importance()).isEqualTo(5);
    assertThat(log(before, OptionalLong.of(100_999_999), action("x", null)).importance())
        .isEqualTo(3);
    assertThat(log(before, OptionalLong.of(99_000_000), action("x", null)).importance())
        .isEqualTo(4);
    assertThat(log(before, OptionalLong.of(95_000_000), action("x", null)).importance())
        .isEqualTo(6);
    assertThat(log(before, OptionalLong.of(Long.MAX_VALUE), action("x", "no")).importance())
        .isEqualTo(10);
    assertThat(log(OptionalLong.of(0), OptionalLong.of(1), action("x", "no")).importance())
        .isEqualTo(10);
  }

  @Test
  void longTextsAreCutAndStayOnOneLine() {
    var log =
        log(
            NOTHING,
            NOTHING,
            action("a\nb\u202e" + "c".repeat(5_000), null),
            action("d".repeat(900), "e".repeat(900)));
    assertThat(log.text())
        .hasSizeLessThanOrEqualTo(TurnLog.TEXT_CHARACTERS)
        .doesNotContain("\n", "\u202e");
    assertThat(log.text()).startsWith("did: say text a bccc").contains("refused: say text ddd");
  }
}
