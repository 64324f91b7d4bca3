package dev.ziggurat.babylon;

import dev.ziggurat.world.Moment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The effects of time: markets that are due resolve, new ones open, and news is reported.
 * Deterministic from the game's seed and the tick.
 */
final class MarketClock {

  /** The number of open markets. */
  static final int OPEN_MARKETS = 3;

  /** The share of news that hints at the true outcome, in percent. */
  static final int TRUE_PERCENT = 75;

  private static final int MIN_PERIODS = 12;
  private static final int MAX_PERIODS = 40;
  private static final int HINT_PERCENT = 25;
  private static final int RUMOUR_PERCENT = 10;

  private static final List<String> SOURCES =
      List.of(
          "A scribe reports",
          "Word from the river quay",
          "Overheard at the blue gate",
          "A temple servant whispers",
          "The night watch says",
          "A merchant swears");

  private static final List<String> RUMOURS =
      List.of(
          "a lion was seen in the reed beds",
          "the baker on the long street has doubled his price",
          "a choir practises on the upper terrace",
          "someone painted a goat on the judge's door",
          "two brothers found a jar of silver under their floor",
          "the ferryman sings of a city without walls");

  /** The numbers of opened and resolved markets. */
  record Happenings(int opened, int resolved) {}

  /** Applies all effects due at this moment. */
  Happenings advance(City city, Moment moment) {
    int resolved = resolveDue(city, moment);
    hint(city, moment);
    int opened = openMissing(city, moment);
    return new Happenings(opened, resolved);
  }

  private int resolveDue(City city, Moment moment) {
    var due = city.markets().stream().filter(market -> market.isDue(moment.slot())).toList();
    for (var market : due) {
      city.resolve(market.id(), moment.slot());
      report(
          city,
          moment,
          PlainText.format(
              "Settled as %s: %s", Side.of(market.outcome()).word(), market.question()),
          Optional.of(market.id()));
    }
    return due.size();
  }

  private void hint(City city, Moment moment) {
    var chance = new SeededRandom(city.game().seed());
    for (var market : List.copyOf(city.markets())) {
      if (chance.percent(HINT_PERCENT, "hint", moment.tick() + "/" + market.id())) {
        hintAt(city, moment, market);
      }
    }
    var tick = Long.toString(moment.tick());
    if (chance.percent(RUMOUR_PERCENT, "rumour", tick)) {
      var rumour = RUMOURS.get(chance.below(RUMOURS.size(), "which rumour", tick));
      report(city, moment, source(chance, tick) + ": " + rumour, Optional.empty());
    }
  }

  private int openMissing(City city, Moment moment) {
    int missing = Math.max(0, OPEN_MARKETS - city.markets().size());
    for (int ordinal = 0; ordinal < missing; ordinal++) {
      var market = market(city, moment, ordinal);
      city.open(market);
      hintAt(city, moment, market);
    }
    return missing;
  }

  private static Market market(City city, Moment moment, int ordinal) {
    var chance = new SeededRandom(city.game().seed());
    var id = Market.id(moment.tick(), ordinal);
    var question = question(city, chance, id);
    int periods = MIN_PERIODS + chance.below(MAX_PERIODS - MIN_PERIODS + 1, "life", id);
    long liquidity = city.terms().liquidityMicroPoints();
    Instant closesAt = moment.slot().plus(city.game().period().multipliedBy(periods));
    return new Market(
        moment.tick(),
        ordinal,
        question.topic(),
        question.with(chance.below(1_000, "quantity", id)),
        liquidity,
        0,
        0,
        new Lmsr(liquidity).funding(),
        0,
        chance.percent(50, "outcome", id),
        moment.slot(),
        closesAt,
        Optional.empty(),
        false);
  }

  private static MarketQuestion question(City city, SeededRandom chance, String id) {
    var taken = city.markets().stream().map(Market::topic).collect(Collectors.toSet());
    var free = MarketQuestion.ALL.stream().filter(each -> !taken.contains(each.topic())).toList();
    return free.get(chance.below(free.size(), "question", id));
  }

  private void hintAt(City city, Moment moment, Market market) {
    var chance = new SeededRandom(city.game().seed());
    var id = nextId(city, moment);
    boolean truthful = chance.percent(TRUE_PERCENT, "truth", id);
    var hint = MarketQuestion.hint(market, truthful == market.outcome());
    report(city, moment, source(chance, id) + ": " + hint, Optional.of(market.id()));
  }

  private static String source(SeededRandom chance, String id) {
    return SOURCES.get(chance.below(SOURCES.size(), "source", id));
  }

  private static String nextId(City city, Moment moment) {
    return News.id(moment.tick(), city.changes().news().size());
  }

  private static void report(City city, Moment moment, String text, Optional<String> about) {
    int ordinal = city.changes().news().size();
    city.report(new News(moment.tick(), ordinal, moment.slot(), text, about));
  }
}
