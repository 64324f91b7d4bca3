package dev.ziggurat.tick;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Collections;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecisionParserTest {

  private static final String DECISION =
      """
      {"memo":"buy low","actions":[{"type":"buy","market":"m1","side":"yes","microPoints":5000000}]}""";

  private final DecisionParser parser = new DecisionParser(4);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "\n\n  %s  \n",
        "```json\n%s\n```",
        "<think>I could {\"actions\": 1} or not</think>%s",
        "<thinking>\n{hm}\n</thinking>\n```\n%s\n```",
        "Here is what I do: %s Good luck!",
        "{oops} then {\"a\":1} then %s",
      })
  void survivesWhatModelsWriteAroundIt(String shape) throws DecisionParser.Unreadable {
    var decision = parser.parse(shape.formatted(DECISION));
    assertThat(decision.memo()).contains("buy low");
    assertThat(decision.actions()).singleElement().matches(action -> action.type().equals("buy"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "I would rather not.",
        "{\"actions\": 3}",
        "{\"actions\": [1]}",
        "{\"actions\": [{\"kind\":\"buy\"}]}",
        "{\"memo\": \"no actions\"}",
        "{\"actions\": [{\"type\":\"buy\"",
        "null",
      })
  void rejectsWhatHoldsNoDecision(String answer) {
    assertThatThrownBy(() -> parser.parse(answer))
        .isInstanceOf(DecisionParser.Unreadable.class)
        .hasMessageMatching("(actions|the answer).*");
  }

  @Test
  void dropsActionsBeyondTheLimitAndCutsTheMemo() throws DecisionParser.Unreadable {
    var hold = "{\"type\":\"hold\"}";
    var decision =
        parser.parse(
            "{\"memo\":\"%s\",\"actions\":[%s]}"
                .formatted("m".repeat(700), String.join(",", Collections.nCopies(9, hold))));
    assertThat(decision.actions()).hasSize(4);
    assertThat(decision.memo().orElseThrow()).hasSize(500);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%s",
        "<think>{'memo':'<think>'}</think>%s",
        "<reasoning><think></reasoning>%s",
      })
  void whatLooksLikeAThoughtWithinADecisionIsItsText(String shape)
      throws DecisionParser.Unreadable {
    var decision =
        parser.parse(
            shape
                .formatted(
                    "{'memo':'<think>','actions':[{'type':'post','text':'</think> <think>no</think>'}]}")
                .replace('\'', '"'));
    assertThat(decision.memo()).contains("<think>");
    assertThat(decision.actions().getFirst().arguments().path("text").asText())
        .isEqualTo("</think> <think>no</think>");
  }

  @Test
  void manyThoughtsWithoutAnEndAreReadInOneGo() throws DecisionParser.Unreadable {
    assertThat(parser.parse("<think>".repeat(25_000) + DECISION).memo()).contains("buy low");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'memo':'\\u003cthink>','actions':[{'type':'post','text':'\\u003c/think>'}]}",
        "{'memo':'m','actions':[{'type':'post','text':'<th<think></think>ink>a</think>'}]}",
      })
  void whatLooksLikeAThoughtWithinADecisionIsNoneWhenItIsRestored(String answer)
      throws DecisionParser.Unreadable {
    var decision = parser.parse(answer.replace('\'', '"'));
    assertThat(parser.restored(parser.stored(decision))).isEqualTo(decision);
  }

  @Test
  void aLongDecisionIsRestoredAlthoughItsEscapesAreLonger() throws DecisionParser.Unreadable {
    var text = "\u4e16".repeat(100_000);
    var decision = parser.parse("{\"actions\":[{\"type\":\"post\",\"text\":\"" + text + "\"}]}");
    assertThat(parser.restored(parser.stored(decision))).isEqualTo(decision);
  }

  @Property
  void whateverTextStandsInADecisionItIsRestoredAsItWas(@ForAll String text)
      throws DecisionParser.Unreadable {
    var action = JsonNodeFactory.instance.objectNode();
    action.put("type", "post").put("text", text);
    var object = JsonNodeFactory.instance.objectNode();
    object.putArray("actions").add(action);
    var decision = parser.parse(object.toString());
    var stored = parser.stored(decision);
    assertThat(stored).isASCII().doesNotContain("\0");
    assertThat(parser.restored(stored)).isEqualTo(decision);
  }
}
