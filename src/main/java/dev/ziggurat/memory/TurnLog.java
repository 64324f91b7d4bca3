package dev.ziggurat.memory;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.world.SingleLine;
import dev.ziggurat.world.TurnResult;
import dev.ziggurat.world.TurnResult.ActionResult;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * What an agent remembers of a turn: a pure function of what is journaled of it, so that a replay
 * writes the same.
 *
 * @param text one line
 * @param importance from 1 to 10: 1 without any action, else 3; 2 more if an action was refused; 1,
 *     3 or 5 more if the agent's worth changed by at least 1 %, 5 % or 20 % of what it was
 */
public record TurnLog(String handle, String text, int importance) {

  /** The longest text of an entry that the engine writes, in characters. */
  static final int TEXT_CHARACTERS = 600;

  /** The longest value of an argument, in characters. */
  private static final int VALUE_CHARACTERS = 160;

  private static final int REFUSAL_CHARACTERS = 120;
  private static final String TYPE = "type";
  private static final int MICRO_DIGITS = 6;
  private static final int SHOWN_DIGITS = 2;

  private static final int LEAST = 1;
  private static final int ACTED = 3;
  private static final int REFUSED = 2;

  /** The least change in percent, and what it adds to the importance, the greatest first. */
  private static final List<int[]> CHANGES =
      List.of(new int[] {20, 5}, new int[] {5, 3}, new int[] {1, 1});

  private static final long PERCENT = 100;

  /**
   * The log of a turn.
   *
   * @param before the worth after the agent's last turn
   * @param after the worth now
   */
  public static TurnLog of(TurnResult result, OptionalLong before, OptionalLong after) {
    return new TurnLog(
        result.handle(),
        text(result.actions(), before, after),
        importance(result.actions(), before, after));
  }

  private static String text(List<ActionResult> actions, OptionalLong before, OptionalLong after) {
    var text = new StringBuilder();
    append(text, "did: ", actions, action -> action.refusal().isEmpty());
    append(text, "refused: ", actions, action -> action.refusal().isPresent());
    if (actions.isEmpty()) {
      text.append("did nothing. ");
    }
    after.ifPresent(
        worth -> {
          text.append("worth ").append(points(worth));
          if (before.isPresent() && before.getAsLong() != worth) {
            text.append(worth > before.getAsLong() ? ", +" : ", ");
            text.append(points(worth - before.getAsLong())).append(" since the last turn");
          }
          text.append('.');
        });
    return SingleLine.of(text.toString(), TEXT_CHARACTERS).strip();
  }

  private static void append(
      StringBuilder text, String title, List<ActionResult> actions, Predicate<ActionResult> which) {
    var chosen = actions.stream().filter(which).map(TurnLog::action).toList();
    if (!chosen.isEmpty()) {
      text.append(title).append(String.join("; ", chosen));
      text.append(text.charAt(text.length() - 1) == '.' ? " " : ". ");
    }
  }

  private static String action(ActionResult result) {
    var arguments =
        result.action().arguments().properties().stream()
            .filter(argument -> !argument.getKey().equals(TYPE))
            .map(argument -> argument.getKey() + ' ' + value(argument.getValue()))
            .collect(Collectors.joining(", "));
    var refusal =
        result
            .refusal()
            .map(reason -> " (" + SingleLine.of(reason, REFUSAL_CHARACTERS) + ')')
            .orElse("");
    var type = SingleLine.of(result.action().type(), VALUE_CHARACTERS);
    return (arguments.isEmpty() ? type : type + ' ' + arguments) + refusal;
  }

  private static String value(JsonNode value) {
    return SingleLine.of(
        value.isTextual() ? value.textValue() : value.toString(), VALUE_CHARACTERS);
  }

  private static int importance(
      List<ActionResult> actions, OptionalLong before, OptionalLong after) {
    var acted = actions.isEmpty() ? LEAST : ACTED;
    var refused = actions.stream().anyMatch(action -> action.refusal().isPresent()) ? REFUSED : 0;
    return acted + refused + ofChange(before, after);
  }

  private static int ofChange(OptionalLong before, OptionalLong after) {
    if (before.isEmpty() || after.isEmpty()) {
      return 0;
    }
    var was = BigDecimal.valueOf(before.getAsLong());
    var change = BigDecimal.valueOf(after.getAsLong()).subtract(was).abs();
    return CHANGES.stream()
        .filter(
            step ->
                change.signum() > 0
                    && change
                            .multiply(BigDecimal.valueOf(PERCENT))
                            .compareTo(was.abs().multiply(BigDecimal.valueOf(step[0])))
                        >= 0)
        .mapToInt(step -> step[1])
        .findFirst()
        .orElse(0);
  }

  private static String points(long micro) {
    return BigDecimal.valueOf(micro, MICRO_DIGITS)
        .setScale(SHOWN_DIGITS, RoundingMode.HALF_UP)
        .toPlainString();
  }
}
