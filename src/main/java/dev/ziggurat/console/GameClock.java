package dev.ziggurat.console;

import dev.ziggurat.tick.TickArchive.GameView;
import io.quarkus.qute.RawString;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** Whether the games tick in time, as the script {@code times.js} tells it too. */
public record GameClock(Instant now) {

  /**
   * The number of whole periods for which a running game has waited for its next tick; 0 if it is
   * paused or in time.
   */
  public long overdue(GameView game) {
    return next(game)
        .map(next -> Math.max(0, ChronoUnit.MILLIS.between(next, now) / game.periodMillis()))
        .orElse(0L);
  }

  /** When the next tick is due, or for how long nothing has triggered it; empty if paused. */
  public RawString due(GameView game) {
    return new RawString(next(game).map(next -> due(game, next)).orElse(""));
  }

  private String due(GameView game, Instant next) {
    var overdue = overdue(game);
    return "<time datetime=\"%s\" data-time=\"next\" data-period=\"%d\"%s>%s</time>"
        .formatted(
            next.truncatedTo(ChronoUnit.MILLIS),
            game.periodMillis(),
            overdue > 0 ? " data-overdue" : "",
            overdue > 0
                ? "overdue by %d %s: nothing has triggered this game"
                    .formatted(overdue, overdue == 1 ? "period" : "periods")
                : "next " + next.truncatedTo(ChronoUnit.SECONDS));
  }

  /** One period after the last slot, or after the game was created or resumed. */
  private static Optional<Instant> next(GameView game) {
    return Optional.of(game)
        .filter(each -> each.state().equals("running"))
        .map(each -> since(each).plusMillis(each.periodMillis()));
  }

  private static Instant since(GameView game) {
    var last = game.latest().map(latest -> latest.slot()).orElse(game.createdAt());
    return game.runningSince().filter(last::isBefore).orElse(last);
  }
}
