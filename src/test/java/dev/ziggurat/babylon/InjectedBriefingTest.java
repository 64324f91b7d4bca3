package dev.ziggurat.babylon;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.InjectionCorpus;
import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.simulator.agent.BriefingFacts;
import dev.ziggurat.world.Action;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A briefing has the same lines whatever stands in the texts of others. */
class InjectedBriefingTest {

  private static List<String> texts() {
    return InjectionCorpus.texts();
  }

  private static ObjectNode object(String type) {
    return JsonNodeFactory.instance.objectNode().put("type", type);
  }

  private static Action action(ObjectNode fields) {
    return new Action(fields.path("type").asText(), fields);
  }

  private static Scene played(String text) {
    var scene = Scene.of("ea", "nabu");
    scene.turn(
        "ea",
        List.of(
            action(object("post").put("text", text)),
            action(object("buy").put("market", text).put("side", "yes").put("microPoints", 1)),
            action(object("buy").put("market", "m0-0").put("side", text).put("microPoints", 1)),
            action(object(text).put("text", text))));
    scene.turn("nabu", List.of(action(object("post").put("text", "Good morning."))));
    scene.turn(
        "nabu",
        List.of(
            action(object("comment").put("post", "t2-0-0").put("text", text)),
            action(object("comment").put("post", text).put("text", text))));
    scene.intervene(1, action(object("news").put("text", text)));
    scene.intervene(
        2,
        action(
            object("open")
                .put("question", text)
                .put("closesAt", "2026-01-01T09:00:00Z")
                .put("outcome", "yes")));
    scene.intervene(
        3,
        action(
            object("open")
                .put("question", text)
                .put("closesAt", "2026-01-01T00:00:40Z")
                .put("decidedBy", "admin")));
    scene.strike();
    return scene;
  }

  private static String briefing(Scene scene, String handle) {
    return Briefing.shared(scene.city) + Briefing.own(scene.city, handle);
  }

  @ParameterizedTest
  @MethodSource("texts")
  void itsLinesAreThoseOfAHarmlessText(String text) {
    var hostile = played(text);
    var harmless = played(InjectionCorpus.twin(text));
    for (var handle : List.of("ea", "nabu")) {
      var briefing = briefing(hostile, handle);
      assertThat(InjectionCorpus.structure(briefing))
          .isEqualTo(InjectionCorpus.structure(briefing(harmless, handle)));
      assertThat(briefing.split("<<<", -1)).as("fences that open").hasSize(2);
      assertThat(briefing.split(">>>", -1)).as("fences that close").hasSize(2);
    }
    assertThat(hostile.flaws()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aReaderOfFactsReadsTheSame(String text) {
    var hostile = facts(text);
    var harmless = facts(InjectionCorpus.twin(text));
    for (Function<BriefingFacts, Object> fact :
        List.<Function<BriefingFacts, Object>>of(
            BriefingFacts::handle,
            BriefingFacts::walletMicroPoints,
            BriefingFacts::positions,
            BriefingFacts::comments,
            facts -> facts.posts().stream().map(BriefingFacts.Post::author).toList(),
            facts -> facts.markets().stream().map(BriefingFacts.Market::yes).toList(),
            facts -> facts.news().stream().map(BriefingFacts.News::market).toList())) {
      assertThat(fact.apply(hostile)).isEqualTo(fact.apply(harmless));
    }
  }

  private static BriefingFacts facts(String text) {
    return BriefingFacts.in(List.of(ChatMessage.user(briefing(played(text), "ea")))).orElseThrow();
  }

  @ParameterizedTest
  @MethodSource("texts")
  void anIntroductionIsNoFact(String text) {
    var scene = Scene.of("ea");
    var usual = InjectionCorpus.structure(Briefing.shared(scene.city));
    var settings = object("settings");
    settings.putObject("theme").put("introduction", text);
    scene.intervene(1, action(settings));
    var lines = InjectionCorpus.structure(Briefing.shared(scene.city));
    assertThat(lines).hasSameSizeAs(usual);
    assertThat(lines.subList(1, lines.size())).isEqualTo(usual.subList(1, usual.size()));
    assertThat(lines.getFirst())
        .doesNotContain("<<<", ">>>")
        .doesNotMatch(
            "(market|closed|decided|post|comment|group|message|news|you are|wallet|position|refused) .*");
  }

  @ParameterizedTest
  @MethodSource("texts")
  void aMessageIsReadByItsRecipientOnlyAndOnOneLine(String text) {
    var hostile = messaged(text);
    var harmless = messaged(InjectionCorpus.twin(text));
    assertThat(InjectionCorpus.structure(Briefing.own(hostile.city, "nabu")))
        .isEqualTo(InjectionCorpus.structure(Briefing.own(harmless.city, "nabu")));
    assertThat(briefing(hostile, "sin")).isEqualTo(briefing(harmless, "sin"));
    assertThat(hostile.flaws()).isEmpty();
  }

  private static Scene messaged(String text) {
    var scene = Scene.with("{'conversations': true}", "ea", "nabu", "sin");
    scene.turn(
        "ea",
        List.of(
            action(object("message").put("to", "nabu").put("text", text)),
            action(object("message").put("to", text).put("text", text))));
    var group = object("group").put("name", text);
    group.putArray("members").add("nabu");
    scene.turn("ea", List.of(action(group)));
    return scene;
  }
}
