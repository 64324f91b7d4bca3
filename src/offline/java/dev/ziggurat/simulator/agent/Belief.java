package dev.ziggurat.simulator.agent;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** How probable an agent holds a market's yes: its own hunch, the price, and what news hint at. */
final class Belief {

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z]+");
  private static final int NEWS_HEARD = 64;

  private static final Set<String> HOPEFUL =
      Set.of(
          "likely",
          "rise",
          "rises",
          "rising",
          "rose",
          "up",
          "gain",
          "gains",
          "confirm",
          "confirms",
          "confirmed",
          "strong",
          "stronger",
          "ahead",
          "grow",
          "grows",
          "growing",
          "surge",
          "surges",
          "favours",
          "favourable",
          "yes",
          "approve",
          "approves",
          "approved",
          "pass",
          "passes",
          "support",
          "supports",
          "succeed",
          "succeeds",
          "track",
          "promising",
          "hopeful",
          "confident",
          "soon",
          "ready",
          "optimistic",
          "certain",
          "wins",
          "winning",
          "finished");
  private static final Set<String> GLOOMY =
      Set.of(
          "unlikely",
          "fall",
          "falls",
          "falling",
          "fell",
          "down",
          "loss",
          "loses",
          "doubt",
          "doubts",
          "doubtful",
          "delay",
          "delays",
          "delayed",
          "reject",
          "rejects",
          "rejected",
          "deny",
          "denies",
          "denied",
          "weak",
          "weaker",
          "behind",
          "shrink",
          "shrinks",
          "fail",
          "fails",
          "failed",
          "failing",
          "sceptical",
          "skeptical",
          "slip",
          "slips",
          "no",
          "against",
          "oppose",
          "opposes",
          "stall",
          "stalls",
          "stalled",
          "cancelled",
          "postponed",
          "worse",
          "losing",
          "pessimistic",
          "trouble");

  /** The plainest of hints outweighs what else stands in the sentence. */
  private static final Map<String, Integer> PLAIN = Map.of("likely", 4, "unlikely", -4);

  private static final Set<String> TURNING = Set.of("not", "never", "hardly", "without");

  private final long seed;
  private final BriefingFacts facts;
  private final Temperament temperament;

  Belief(long seed, BriefingFacts facts, Temperament temperament) {
    this.seed = seed;
    this.facts = facts;
    this.temperament = temperament;
  }

  /** From 0.03 to 0.97. */
  double of(BriefingFacts.Market market) {
    var hunch = 0.5 + (Dice.of(seed, "hunch", facts.handle(), market.id()).fraction() - 0.5) * 0.4;
    var weight = 0.25 + 0.5 * temperament.stubbornness();
    var blended = weight * hunch + (1 - weight) * market.yes();
    return Math.clamp(blended + news(market.id()), 0.03, 0.97);
  }

  private double news(String market) {
    var about =
        facts.news().stream()
            .filter(item -> item.market().filter(market::equals).isPresent())
            .toList();
    var heard =
        about.subList(Math.max(0, about.size() - NEWS_HEARD), about.size()).stream()
            .mapToInt(item -> tone(item.text()))
            .sum();
    return Math.clamp(heard, -3, 3) * (0.06 + 0.10 * temperament.trust());
  }

  /** Below zero for a hint at no, above for a hint at yes. */
  static int tone(String text) {
    var tone = 0;
    var turned = false;
    for (var word : BETWEEN_WORDS.split(text.toLowerCase(Locale.ROOT))) {
      var value =
          PLAIN.getOrDefault(word, HOPEFUL.contains(word) ? 1 : GLOOMY.contains(word) ? -1 : 0);
      tone += turned ? -value : value;
      turned = TURNING.contains(word);
    }
    return Integer.signum(tone);
  }
}
