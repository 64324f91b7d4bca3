package dev.ziggurat.babylon;

import dev.ziggurat.world.Moment;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The effects of time: markets that are due resolve, new ones open, and news is reported.
 * Deterministic from the game's seed and the tick.
 */
final class MarketClock {

  /**
   * What time did.
   *
   * @param opened markets opened
   * @param resolved markets resolved
   * @param closed markets whose outcome is awaited from now on
   * @param voided markets whose rule had no answer
   */
  record Happenings(int opened, int resolved, int closed, int voided) {}

  /** What happened to the due markets. */
  private record Ended(int resolved, int closed, int voided) {}

  /** Applies all effects due at this moment. */
  Happenings advance(City city, Moment moment) {
    var ended = endDue(city, moment);
    hint(city, moment);
    int opened = openMissing(city, moment);
    return new Happenings(opened, ended.resolved(), ended.closed(), ended.voided());
  }

  private static Ended endDue(City city, Moment moment) {
    // All answers come from the state before the first payout, so that the order does not matter.
    var answers = new LinkedHashMap<Market, Optional<Side>>();
    city.markets().stream()
        .filter(market -> market.isTraded() && market.isDue(moment.slot()))
        .forEach(market -> answers.put(market, answer(city, market)));
    int resolved = 0;
    int closed = 0;
    int voided = 0;
    for (var each : answers.entrySet()) {
      var market = each.getKey();
      if (each.getValue().isPresent()) {
        resolve(city, moment, market, each.getValue().get());
        resolved++;
      } else if (market.outcome().source() instanceof OutcomeSource.ByRule) {
        refund(city, moment, market);
        voided++;
      } else {
        close(city, moment, market);
        closed++;
      }
    }
    return new Ended(resolved, closed, voided);
  }

  private static Optional<Side> answer(City city, Market market) {
    return switch (market.outcome().source()) {
      case OutcomeSource.Fixed _ -> market.outcome().answer();
      case OutcomeSource.ByRule(var rule) -> rule.answer(city, market);
      case OutcomeSource.Admin _, OutcomeSource.Resolver _ -> Optional.empty();
    };
  }

  private static void resolve(City city, Moment moment, Market market, Side answer) {
    city.resolve(market.id(), answer, moment.slot());
    report(
        city,
        moment,
        PlainText.format("Settled as %s: %s", answer.word(), market.question()),
        Optional.of(market.id()));
  }

  private static void refund(City city, Moment moment, Market market) {
    city.refund(market, moment.slot());
    report(
        city,
        moment,
        "Voided, and stakes given back: " + market.question() + " Its rule has no answer.",
        Optional.of(market.id()));
  }

  private static void close(City city, Moment moment, Market market) {
    city.close(market, moment.slot());
    report(
        city,
        moment,
        "Closed, and the outcome is awaited: " + market.question(),
        Optional.of(market.id()));
  }

  private void hint(City city, Moment moment) {
    var terms = city.settings().markets();
    var chance = new SeededRandom(city.game().seed());
    for (var market : List.copyOf(city.markets())) {
      if (market.outcome().isFixed()
          && chance.percent(terms.hintPercent(), "hint", moment.tick() + "/" + market.id())) {
        hintAt(city, moment, market);
      }
    }
    var tick = Long.toString(moment.tick());
    var rumours = city.settings().theme().rumours();
    if (!rumours.isEmpty() && chance.percent(terms.rumourPercent(), "rumour", tick)) {
      var rumour = rumours.get(chance.below(rumours.size(), "which rumour", tick));
      report(city, moment, source(city, tick) + ": " + rumour, Optional.empty());
    }
  }

  private static int openMissing(City city, Moment moment) {
    int missing = missing(city);
    for (int ordinal = 0; ordinal < missing; ordinal++) {
      var free = free(city);
      if (free.isEmpty()) {
        return ordinal;
      }
      var market = market(city, moment, ordinal, free);
      city.open(market);
      if (market.outcome().isFixed()) {
        hintAt(city, moment, market);
      } else {
        report(
            city,
            moment,
            city.settings().theme().announcement() + ": " + market.question(),
            Optional.of(market.id()));
      }
    }
    return missing;
  }

  /** Those that await their outcome make room for others, up to what fits into a briefing. */
  private static int missing(City city) {
    int traded = (int) city.markets().stream().filter(Market::isTraded).count();
    int wanted = city.settings().markets().open() - traded;
    return Math.max(0, Math.min(wanted, OpenMarketRule.MAX_OPEN - city.markets().size()));
  }

  private static Market market(
      City city, Moment moment, int ordinal, List<MarketQuestion> questions) {
    var terms = city.settings().markets();
    var chance = new SeededRandom(city.game().seed());
    var id = Market.id(moment.tick(), ordinal);
    var question = questions.get(chance.below(questions.size(), "question", id));
    int span = terms.maxPeriods() - terms.minPeriods() + 1;
    int periods = terms.minPeriods() + chance.below(span, "life", id);
    Instant closesAt = moment.slot().plus(city.game().period().multipliedBy(periods));
    return Market.opened(
        moment.tick(),
        ordinal,
        question.topic(),
        question.with(chance.below(1_000, "quantity", id)),
        city.terms().liquidityMicroPoints(),
        question.source() instanceof OutcomeSource.Fixed
            ? Outcome.fixed(chance.percent(50, "outcome", id))
            : Outcome.unknown(question.source()),
        moment.slot(),
        closesAt);
  }

  /** The questions about which no market is open. */
  private static List<MarketQuestion> free(City city) {
    var taken = city.markets().stream().map(Market::topic).collect(Collectors.toSet());
    return city.settings().theme().questions().stream()
        .filter(each -> !taken.contains(each.topic()))
        .toList();
  }

  private static void hintAt(City city, Moment moment, Market market) {
    var settings = city.settings();
    var chance = new SeededRandom(city.game().seed());
    var id = nextId(city, moment);
    boolean truthful = chance.percent(settings.markets().truthPercent(), "truth", id);
    boolean isYes = market.outcome().answer().orElseThrow() == Side.YES;
    var hint = MarketQuestion.hint(settings.theme(), market, truthful == isYes);
    report(city, moment, source(city, id) + ": " + hint, Optional.of(market.id()));
  }

  private static String source(City city, String id) {
    var sources = city.settings().theme().sources();
    return sources.get(new SeededRandom(city.game().seed()).below(sources.size(), "source", id));
  }

  private static String nextId(City city, Moment moment) {
    return News.id(moment.tick(), city.changes().news().size());
  }

  private static void report(City city, Moment moment, String text, Optional<String> about) {
    int ordinal = city.changes().news().size();
    city.report(new News(moment.tick(), ordinal, moment.slot(), text, about));
  }
}
