package dev.ziggurat.console;

import dev.ziggurat.games.ticks.BoardResource.Board;
import dev.ziggurat.tick.TickArchive.GameView;
import dev.ziggurat.tick.TurnBoard.Square;
import io.quarkus.qute.TemplateExtension;
import java.time.Instant;
import java.util.Optional;

/** How pages tell what became of turns. The component {@code tick-live} says it alike. */
@TemplateExtension
class TurnOutcomeText {

  /** Above so many turns their squares have no room for names. */
  private static final int ROOM_FOR_NAMES = 120;

  private TurnOutcomeText() {}

  /** When the clock of a game strikes next; empty if it is paused or has never struck. */
  static Optional<Instant> nextSlot(GameView game) {
    return game.latest()
        .filter(_ -> game.state().equals("running"))
        .map(latest -> latest.slot().plusMillis(game.periodMillis()));
  }

  /** Why a turn in this state has no decision. */
  static String why(String state) {
    return switch (state) {
      case "due" -> "the agent has not been asked yet";
      case "asking" -> "the agent is thinking";
      case "failed" -> "no provider brought a usable answer";
      case "passed_over" -> "the time ran out; the agent goes first next time";
      default -> "it is empty";
    };
  }

  /** How many turns are over. */
  static long done(Board board) {
    return board.squares().stream().filter(square -> isOver(square.state())).count();
  }

  /** How far a tick is. */
  static String told(Board board) {
    var thinking = board.squares().stream().filter(each -> each.state().equals("asking")).count();
    var thought = board.squares().stream().filter(each -> each.state().equals("thought")).count();
    return "%d of %d turns over%s%s"
        .formatted(
            done(board),
            board.squares().size(),
            thinking > 0 ? ", " + thinking + " thinking" : "",
            thought > 0 ? ", " + thought + " thought" : "");
  }

  /** What has become of a turn. */
  static String told(Square square) {
    return square.provider().map(each -> square.state() + ", " + each).orElse(square.state());
  }

  /** Whether the squares have room for names. */
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
