package dev.ziggurat.console;

import dev.ziggurat.games.ticks.BoardResource.Board;
import dev.ziggurat.tick.TurnBoard.Square;
import io.quarkus.qute.TemplateExtension;

/** Texts for the states of turns; the component {@code tick-live} uses the same. */
@TemplateExtension
class TurnOutcomeText {

  /** Max turns whose squares show names. */
  private static final int ROOM_FOR_NAMES = 120;

  private TurnOutcomeText() {}

  /** The reason why a turn in this state has no decision. */
  static String why(String state) {
    return switch (state) {
      case "due" -> "the agent was not called yet";
      case "asking" -> "the agent is thinking";
      case "failed" -> "no provider returned a usable answer";
      case "passed_over" -> "skipped at the time limit; the agent goes first next time";
      default -> "it is empty";
    };
  }

  /** The number of finished turns. */
  static long done(Board board) {
    return board.squares().stream().filter(square -> isOver(square.state())).count();
  }

  /** The progress of a tick. */
  static String progress(Board board) {
    var thinking = board.squares().stream().filter(each -> each.state().equals("asking")).count();
    var thought = board.squares().stream().filter(each -> each.state().equals("thought")).count();
    return "%d of %d turns over%s%s"
        .formatted(
            done(board),
            board.squares().size(),
            thinking > 0 ? ", " + thinking + " thinking" : "",
            thought > 0 ? ", " + thought + " thought" : "");
  }

  /** The state of a turn. */
  static String description(Square square) {
    return square.provider().map(each -> square.state() + ", " + each).orElse(square.state());
  }

  /** Whether the squares show names. */
  static String size(Board board) {
    return board.squares().size() > ROOM_FOR_NAMES ? "many" : "few";
  }

  private static boolean isOver(String state) {
    return switch (state) {
      case "applied", "failed", "passed_over" -> true;
      default -> false;
    };
  }
}
