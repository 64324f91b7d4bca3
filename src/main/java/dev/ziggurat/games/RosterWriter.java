package dev.ziggurat.games;

import dev.ziggurat.games.AgentLines.AgentLine;
import dev.ziggurat.games.MemoryLines.MemoryInGame;
import dev.ziggurat.games.lines.JsonLines;
import dev.ziggurat.world.Agent;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Writes all games and all their agents as JSON Lines: a line for a game as the API exports it,
 * then a line for each of its agents, with a field {@code game} in front, and after each what it
 * remembers. {@link RosterReader} reads them.
 */
@Singleton
public class RosterWriter {

  private final GameLines games;
  private final AgentLines agents;
  private final JsonLines lines;

  RosterWriter(GameLines games, AgentLines agents, JsonLines lines) {
    this.games = games;
    this.agents = agents;
    this.lines = lines;
  }

  /** The number of lines written so far; thread-safe to read. */
  public static final class Written {

    private final AtomicLong games = new AtomicLong();
    private final AtomicLong agents = new AtomicLong();

    /** Lines with games. */
    public long games() {
      return games.get();
    }

    /** Lines with agents. */
    public long agents() {
      return agents.get();
    }
  }

  /** An agent as a line. */
  @RegisterForReflection
  record RosterLine(
      String game,
      String handle,
      String persona,
      Optional<String> memo,
      Optional<String> model,
      int cadence,
      String kind,
      Optional<Long> answerWithinMillis,
      Optional<String> url,
      Optional<String> keyVariable) {

    static RosterLine of(String game, Agent agent) {
      var line = AgentLine.of(agent);
      return new RosterLine(
          game,
          line.handle(),
          line.persona(),
          line.memo(),
          line.model(),
          line.cadence(),
          line.kind(),
          line.answerWithinMillis(),
          line.url(),
          line.keyVariable());
    }
  }

  /**
   * Writes and counts all games and agents except deleted ones.
   *
   * @throws IOException if writing fails
   */
  public void write(OutputStream out, Written written) throws IOException {
    games.each(
        game -> {
          lines.write(games.line(game), out);
          written.games.incrementAndGet();
          agents.each(
              game.id(),
              agent -> {
                lines.write(RosterLine.of(game.id(), agent), out);
                written.agents.incrementAndGet();
              },
              memory ->
                  lines.write(
                      new MemoryInGame(game.id(), memory.memoryOf(), memory.entries()), out));
        });
  }
}
