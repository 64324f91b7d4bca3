package dev.ziggurat.simulator.agent;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** An agent's estimate of a market's yes: from its own bias, the price and the news. */
final class Belief {

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^a-z]+");
  private static final int MAX_NEWS = 128;

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

  /** The clearest words outweigh the rest of the sentence. */
  private static final Map<String, Integer> PLAIN = Map.of("likely", 4, "unlikely", -4);

  private static final Set<String> TURNING = Set.of("not", "never", "hardly", "without");

  private final Map<String, Double> beliefs = new HashMap<>();

  Belief(long seed, BriefingFacts facts, Temperament temperament, boolean misreadsNews) {
    var tones = tones(facts.news());
    for (var market : facts.markets()) {
      var hunch =
          0.5
              + (RepeatableRandom.of(seed, "hunch", facts.handle(), market.id()).fraction() - 0.5)
                  * 0.4;
      var weight = 0.25 + 0.5 * temperament.stubbornness();
      var blended = weight * hunch + (1 - weight) * market.yes();
      var heard = Math.clamp(tones.getOrDefault(market.id(), 0), -3, 3);
      var moved = blended + (misreadsNews ? -heard : heard) * (0.06 + 0.10 * temperament.trust());
      beliefs.put(market.id(), Math.clamp(moved, 0.03, 0.97));
    }
  }

  /** From 0.03 to 0.97, for a market of the briefing. */
  double of(BriefingFacts.Market market) {
    return beliefs.get(market.id());
  }

  private static Map<String, Integer> tones(List<BriefingFacts.News> news) {
    var tones = new HashMap<String, Integer>();
    for (var item : news.subList(Math.max(0, news.size() - MAX_NEWS), news.size())) {
      item.market().ifPresent(market -> tones.merge(market, tone(item.text()), Integer::sum));
    }
    return tones;
  }

  /** Negative for a hint at no, positive for a hint at yes. */
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
