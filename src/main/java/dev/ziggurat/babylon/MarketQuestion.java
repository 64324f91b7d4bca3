package dev.ziggurat.babylon;

import java.util.Optional;

/**
 * A question of a theme, asked by the markets that the clock opens.
 *
 * @param topic one word
 * @param text the question, with {@code {quantity}} for the quantity, if it has one
 * @param hints the news about it; empty for the usual words
 * @param source what decides the outcome
 */
public record MarketQuestion(
    String topic,
    String text,
    Optional<Quantity> quantity,
    Optional<Hints> hints,
    OutcomeSource source) {

  /** Where the quantity stands in the text. */
  static final String PLACE = "{quantity}";

  /**
   * The quantities of a question.
   *
   * @param from the smallest
   * @param step from one to the next
   * @param count how many there are
   */
  public record Quantity(int from, int step, int count) {

    int of(int number) {
      return from + number % count * step;
    }
  }

  /**
   * News about a market.
   *
   * @param hopeful the news if yes is likely
   * @param doubtful the news if yes is unlikely
   */
  public record Hints(String hopeful, String doubtful) {

    String of(boolean isHopeful) {
      return isHopeful ? hopeful : doubtful;
    }
  }

  /** The question with the quantity of this number. */
  String with(int number) {
    return quantity
        .map(each -> text.replace(PLACE, Integer.toString(each.of(number))))
        .orElse(text);
  }

  /** The news that hints at yes or no for a market of the theme. */
  static String hint(Theme theme, Market market, boolean hopeful) {
    return theme.questions().stream()
        .filter(question -> question.topic.equals(market.topic()))
        .findFirst()
        .flatMap(MarketQuestion::hints)
        .map(hints -> hints.of(hopeful))
        .orElseGet(() -> hint(market.question(), hopeful));
  }

  /** The hint for a question without texts of its own. */
  private static String hint(String question, boolean hopeful) {
    return PlainText.format(
        hopeful ? "a yes is likely to \"%s\"" : "a yes is unlikely to \"%s\"", question);
  }
}
