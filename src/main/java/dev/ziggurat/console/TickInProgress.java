package dev.ziggurat.console;

import dev.ziggurat.tick.TickArchive.GameView;
import io.quarkus.qute.TemplateExtension;

/** Whether a tick of a game is running, as {@code {game.ticking}} in templates. */
@TemplateExtension
class TickInProgress {

  private TickInProgress() {}

  /** Whether its last tick is not closed. */
  @TemplateExtension(matchName = "ticking")
  static boolean is(GameView game) {
    return game.latest().filter(tick -> tick.running()).isPresent();
  }
}
