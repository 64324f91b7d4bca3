package dev.ziggurat.babylon;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.money.MicroPoints;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MarketClockTest {

  @Test
  void aFoundedCityHasThreeMarketsOfDifferentTopicsAndNews() {
    var scene = Scene.of("ea");
    assertThat(scene.city.markets()).hasSize(3);
    assertThat(scene.city.markets().stream().map(Market::topic)).doesNotHaveDuplicates();
    assertThat(scene.city.feed().news()).hasSize(3);
    assertThat(scene.city.markets())
        .allSatisfy(
            market -> {
              assertThat(market.price(Side.YES)).isEqualTo(5_000);
              assertThat(Duration.between(market.openedAt(), market.closesAt()))
                  .isBetween(Scene.PERIOD.multipliedBy(12), Scene.PERIOD.multipliedBy(40));
            });
  }

  @Test
  void aDueMarketPaysTheRightSideAndAnotherOpens() {
    var scene = Scene.of("ea", "nabu");
    scene.turn("ea", "{'type':'buy','market':'m0-0','side':'yes','microPoints':50000000}");
    scene.turn("nabu", "{'type':'buy','market':'m0-0','side':'no','microPoints':50000000}");
    var market = scene.first();
    var yes = market.outcome().answer().orElseThrow() == Side.YES;
    var winner = yes ? "ea" : "nabu";
    long won = yes ? market.yes() : market.no();
    int resolved = 0;
    int opened = 0;
    for (int tick = 0; tick < 40; tick++) {
      var happenings = scene.strike().happenings();
      resolved += happenings.get("resolved");
      opened += happenings.get("opened");
      assertThat(scene.city.markets()).hasSize(3);
      assertThat(scene.flaws()).isEmpty();
    }
    assertThat(scene.city.market("m0-0")).isEmpty();
    assertThat(resolved).isEqualTo(opened).isGreaterThanOrEqualTo(3);
    assertThat(scene.city.wallet(winner)).isEqualTo(Scene.START - 50 * MicroPoints.ONE + won);
  }

  @Test
  void newsPointsToTheOutcomeInAboutThreeOfFourCases() {
    int truthful = 0;
    int hints = 0;
    int yes = 0;
    int markets = 0;
    for (long seed = 0; seed < 400; seed++) {
      var city = Scene.seeded(seed, "ea").city;
      for (var market : city.markets()) {
        markets++;
        boolean answer = market.outcome().answer().orElseThrow() == Side.YES;
        yes += answer ? 1 : 0;
        for (var news : city.feed().news()) {
          if (news.about().equals(Optional.of(market.id()))) {
            hints++;
            boolean hopeful = !news.text().contains("unlikely");
            truthful += hopeful == answer ? 1 : 0;
          }
        }
      }
    }
    assertThat(100 * truthful / hints).isBetween(70, 80);
    assertThat(100 * yes / markets).isBetween(45, 55);
  }

  @Test
  void everyQuestionIsHintedAtInWordsThatSayWhichWay() {
    assertThat(UsualTheme.THEME.questions())
        .allSatisfy(
            question -> {
              assertThat(question.hints().orElseThrow().hopeful())
                  .contains("likely")
                  .doesNotContain("unlikely");
              assertThat(question.hints().orElseThrow().doubtful()).contains("unlikely");
              assertThat(question.with(999)).endsWith("?").containsPattern("\\d");
            });
    assertThat(UsualTheme.THEME.questions().stream().map(MarketQuestion::topic))
        .doesNotHaveDuplicates();
  }

  @Test
  void theSeedDecidesTheCourseOfTheCity() {
    var courses = new HashMap<String, Long>();
    IntStream.range(0, 20)
        .forEach(seed -> courses.put(Briefing.shared(Scene.seeded(seed).city), (long) seed));
    assertThat(courses).hasSizeGreaterThan(15);
  }

  @Test
  void newsOfATickHaveIdsOfTheirOwn() {
    var scene = Scene.of("ea");
    var ids = new ArrayList<String>();
    for (int tick = 0; tick < 50; tick++) {
      scene.strike();
      scene.city.feed().news().stream()
          .filter(news -> news.tick() == scene.now().tick())
          .map(News::id)
          .forEach(ids::add);
    }
    assertThat(ids).doesNotHaveDuplicates().hasSizeGreaterThan(20);
  }
}
