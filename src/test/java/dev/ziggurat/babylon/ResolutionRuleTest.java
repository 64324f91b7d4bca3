package dev.ziggurat.babylon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.world.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What rules decide. */
class ResolutionRuleTest {

  private static final String OPEN =
      "{'type':'open','question':'Will it?','closesAt':'2026-01-01T00:00:25Z','decidedBy':'rule',"
          + "'rule':%s}";

  private static Scene scene(String rule) {
    var scene = Scene.of("ea", "nabu");
    assertThat(scene.intervene(1, OPEN.formatted(rule)).refused()).isEmpty();
    return scene;
  }

  /** So many ticks that the market ends. */
  private static Side outcome(Scene scene) {
    for (var tick = 0; tick < 3; tick++) {
      scene.strike();
      assertThat(scene.flaws()).isEmpty();
    }
    assertThat(scene.city.market("m0-1000")).isEmpty();
    return scene.city.feed().news().stream()
            .anyMatch(news -> news.text().equals("Settled as yes: Will it?"))
        ? Side.YES
        : Side.NO;
  }

  @ParameterizedTest
  @CsvSource({
    "We fear #flood and #FLOOD, YES",
    "A #Flood!, YES",
    "flood, NO",
    "#floods, NO",
    "#flood-gate, NO",
    "#floo, NO",
  })
  void postsThatMentionATagAreCounted(String text, Side outcome) {
    var scene = scene("{'kind':'mentions','tag':'flood','atLeast':2}");
    scene.turn("ea", "{'type':'post','text':'%s'}".formatted(text));
    scene.turn("nabu", "{'type':'post','text':'%s'}".formatted(text));
    scene.turn("nabu", "{'type':'post','text':'nothing'}");
    var applied = scene.play(List.of(new Entry.Clock()));
    assertThat(applied.happenings()).containsEntry("resolved", 1);
    assertThat(scene.city.feed().news())
        .extracting(News::text)
        .contains("Settled as %s: Will it?".formatted(outcome.word()));
  }

  @Test
  void commentsCountAndEachPostOnce() {
    var scene = scene("{'kind':'mentions','tag':'flood','atLeast':3}");
    scene.turn("ea", "{'type':'post','text':'#flood #flood #flood'}");
    scene.turn("nabu", "{'type':'comment','post':'t1-0-0','text':'a #flood?'}");
    assertThat(scene.city.market("m0-1000").orElseThrow().outcome().mentions()).isEqualTo(2);
  }

  @Test
  void theRichestIsRichestAlone() {
    assertThat(outcome(scene("{'kind':'most-points','agent':'ea'}"))).isEqualTo(Side.NO);
    var richer = scene("{'kind':'most-points','agent':'ea'}");
    richer.intervene(2, "{'type':'grant','agent':'ea','microPoints':1}");
    assertThat(outcome(richer)).isEqualTo(Side.YES);
    assertThat(outcome(scene("{'kind':'most-points','agent':'stranger'}"))).isEqualTo(Side.NO);
  }

  @Test
  void thePriceIsThatBeforeAnyPayout() {
    var scene = scene("{'kind':'price','market':'m0-1','above':0.5}");
    scene.turn("ea", "{'type':'buy','market':'m0-1','side':'yes','microPoints':50000000}");
    assertThat(outcome(scene)).isEqualTo(Side.YES);
    assertThat(outcome(scene("{'kind':'price','market':'m0-1','above':0.5}"))).isEqualTo(Side.NO);
  }

  @Test
  void noNewsHintsAtWhatNobodyKnows() {
    var scene =
        Scene.with(
            """
            {'hintPercent':100,'rumourPercent':0,'theme':{'questions':[
              {'topic':'a','text':'A?','decidedBy':'admin'}]}}""",
            "ea");
    for (var tick = 0; tick < 50; tick++) {
      scene.strike();
    }
    assertThat(scene.city.feed().news())
        .extracting(News::text)
        .containsExactly(
            "A new question is posted at the gate: A?", "Closed, and the outcome is awaited: A?");
    assertThat(scene.refusal("ea", "{'type':'buy','market':'m0-0','side':'yes','microPoints':9}"))
        .hasValue("market: m0-0 is closed and awaits its outcome");
  }
}
