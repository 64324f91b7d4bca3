package dev.ziggurat.babylon;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * A condition on the state of the game at a market's close; the market resolves yes if it holds.
 */
public sealed interface ResolutionRule {

  /** Points of a price, in ten-thousandths. */
  int PRICE_UNITS = 10_000;

  /**
   * Whether a market's price of yes is above a limit. A market that is not open has no price.
   *
   * @param market the market's id, or its topic
   * @param byTopic whether it is the topic
   * @param limit in ten-thousandths of a point
   */
  record PriceAbove(String market, boolean byTopic, int limit) implements ResolutionRule {
    @Override
    public Optional<Side> answer(City city, Market judged) {
      return city.markets().stream()
          .filter(each -> market.equals(byTopic ? each.topic() : each.id()))
          .findFirst()
          .map(each -> Side.of(each.price(Side.YES) > limit));
    }

    @Override
    public String text() {
      return PlainText.format(
          "yes if the price of yes of %s is above %s at the close",
          byTopic ? "the market about " + market : market, decimal(limit).toPlainString());
    }
  }

  /** Whether the agent's wallet holds more points than any other. */
  record MostPoints(String agent) implements ResolutionRule {
    @Override
    public Optional<Side> answer(City city, Market judged) {
      var own = city.wallets().get(agent);
      var most =
          own != null
              && city.wallets().entrySet().stream()
                  .allMatch(each -> each.getKey().equals(agent) || each.getValue() < own);
      return Optional.of(Side.of(most));
    }

    @Override
    public String text() {
      return PlainText.format(
          "yes if the wallet of @%s holds more points than any other at the close", agent);
    }
  }

  /**
   * Whether enough posts and comments since the market's opening mention {@code #tag}.
   *
   * @param tag without the {@code #}, in lower case
   */
  record Mentions(String tag, long atLeast) implements ResolutionRule {
    @Override
    public Optional<Side> answer(City city, Market judged) {
      return Optional.of(Side.of(judged.outcome().mentions() >= atLeast));
    }

    /** Whether a text mentions the tag, in letters of any case; {@code #floods} is another. */
    boolean isIn(String text) {
      for (int at = text.indexOf('#'); at >= 0; at = text.indexOf('#', at + 1)) {
        int end = at + 1 + tag.length();
        if (text.regionMatches(true, at + 1, tag, 0, tag.length())
            && (end == text.length() || !isPartOfTag(text.codePointAt(end)))) {
          return true;
        }
      }
      return false;
    }

    private static boolean isPartOfTag(int character) {
      return Character.isLetterOrDigit(character) || character == '_' || character == '-';
    }

    @Override
    public String text() {
      return PlainText.format(
          "yes if at least %d posts and comments mention #%s before the close", atLeast, tag);
    }
  }

  /**
   * The answer of the rule.
   *
   * @param judged the market that it decides, still open
   * @return empty if the rule has none: the market is voided
   */
  Optional<Side> answer(City city, Market judged);

  /** The rule in words. */
  String text();

  /** A price in points. */
  static BigDecimal decimal(int price) {
    var points = new BigDecimal(price).movePointLeft(4).stripTrailingZeros();
    return points.scale() < 0 ? points.setScale(0) : points;
  }
}
