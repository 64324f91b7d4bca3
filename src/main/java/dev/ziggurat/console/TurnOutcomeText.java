package dev.ziggurat.console;

import dev.ziggurat.games.ticks.BoardResource.Board;
import dev.ziggurat.tick.TickArchive.TurnView;
import dev.ziggurat.tick.TurnArchive.TurnDetail;
import dev.ziggurat.tick.TurnBoard.Square;
import io.quarkus.qute.TemplateExtension;

/** Texts for the states of turns; the component {@code tick-live} uses the same. */
@TemplateExtension
class TurnOutcomeText {

  /** Max turns whose squares show names. */
  private static final int ROOM_FOR_NAMES = 120;

  private TurnOutcomeText() {}

  /** The state of a turn as its badge shows it: those passed over tell why. */
  static String shown(TurnDetail turn) {
    return shown(turn.state(), turn.undecided(), turn.held());
  }

  /** The same in lists of turns. */
  static String shown(TurnView turn) {
    return shown(turn.state(), turn.undecided(), turn.held());
  }

  /** The same on the board of a tick. */
  static String shown(Square square) {
    return shown(square.state(), square.undecided(), square.held());
  }

  private static String shown(String state, boolean undecided, boolean held) {
    return !state.equals("passed_over") ? state : held ? "held" : undecided ? "undecided" : state;
  }

  /** The reason why a turn has no decision. */
  static String why(TurnDetail turn) {
    return switch (shown(turn)) {
      case "due" -> "the agent was not called yet";
      case "asking" -> "the agent is thinking";
      case "failed" -> "no provider returned a usable answer";
      case "held" -> "the agent held, because a budget had no room";
      case "undecided" -> "the player gave no decision in time";
      case "passed_over" -> "skipped at the time limit; the agent goes first next time";
      default -> "it is empty";
    };
  }

  /** Whether nobody was asked, because a budget or every provider refused the call. */
  static boolean unasked(TurnDetail turn) {
    var path = PathLine.of(turn);
    return (turn.held() || !path.isEmpty()) && path.stream().noneMatch(PathLine::asked);
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
    var shown = Format.words(shown(square));
    return square.provider().map(each -> shown + ", " + each).orElse(shown);
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
