package dev.ziggurat.command;

import dev.ziggurat.tick.TickArchive;
import dev.ziggurat.tick.TickReport;
import dev.ziggurat.tick.TurnBoard;
import dev.ziggurat.tick.TurnBoard.Square;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Progress of a tick, read from the database; only used on a terminal. */
@Singleton
class TickProgress {

  private static final Set<String> STILL_THINKING = Set.of("due", "asking");

  private final TickArchive archive;
  private final TurnBoard board;

  TickProgress(TickArchive archive, TurnBoard board) {
    this.archive = archive;
    this.board = board;
  }

  /** Progress of the game's running tick; for all games only a fixed text. */
  Supplier<String> of(Optional<String> game) {
    return game.<Supplier<String>>map(id -> () -> state(id)).orElse(() -> "all running games");
  }

  private String state(String game) {
    return archive
        .game(game)
        .flatMap(TickArchive.GameView::latest)
        .filter(TickReport::running)
        .map(tick -> state(game, tick.tick()))
        .orElse(game);
  }

  private String state(String game, long tick) {
    var turns = board.of(game, tick);
    var thought =
        turns.stream().map(Square::state).filter(state -> !STILL_THINKING.contains(state)).count();
    return "%s: tick %d, %d of %d turns".formatted(game, tick, thought, turns.size());
  }
}
