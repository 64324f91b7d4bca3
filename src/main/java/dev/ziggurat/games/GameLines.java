package dev.ziggurat.games;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.audit.Audit;
import dev.ziggurat.db.Database;
import dev.ziggurat.games.experiments.ExperimentLines;
import dev.ziggurat.games.lines.ImportMode;
import dev.ziggurat.games.lines.ImportResult;
import dev.ziggurat.games.lines.JsonLines;
import dev.ziggurat.games.lines.JsonLines.Line;
import dev.ziggurat.ledger.GameBudgetView;
import dev.ziggurat.tick.Games;
import dev.ziggurat.tick.TickArchive;
import dev.ziggurat.tick.TickArchive.GameView;
import dev.ziggurat.tick.Worlds;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.Game;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Imports and exports the settings of games as JSON Lines. Agents have lines of their own. */
@Singleton
class GameLines {

  /** Max games per import. */
  static final int MOST = 1_000;

  private static final int MAX_AGENTS = 10_000;
  private static final int AT_ONCE = 100;

  /** A fixed lock order, so that concurrent imports cannot deadlock. */
  private static final Comparator<Line<GameFields>> BY_ID =
      Comparator.comparing(line -> line.value().id().required());

  private final Database database;
  private final TickArchive archive;
  private final Games games;
  private final GameChanges changes;
  private final GameReader reader;
  private final Worlds worlds;
  private final ExperimentLines experiments;
  private final JsonLines lines;
  private final Audit audit;

  GameLines(
      Database database,
      TickArchive archive,
      Games games,
      GameChanges changes,
      GameReader reader,
      Worlds worlds,
      ExperimentLines experiments,
      JsonLines lines,
      Audit audit) {
    this.database = database;
    this.archive = archive;
    this.games = games;
    this.changes = changes;
    this.reader = reader;
    this.worlds = worlds;
    this.experiments = experiments;
    this.lines = lines;
    this.audit = audit;
  }

  /** A game as a line. */
  @RegisterForReflection
  record GameLine(
      String id,
      String name,
      JsonNode world,
      JsonNode worldSettings,
      long seed,
      String state,
      long periodMillis,
      Optional<Long> budgetMillis,
      Optional<Integer> width,
      Optional<Integer> batch,
      JsonNode guardrails,
      Optional<JsonNode> memory,
      GameBudgetView budget,
      Optional<Integer> keepTextsDays,
      Optional<JsonNode> variant,
      List<ExperimentLines.ExperimentLine> experiments) {

    static GameLine of(
        GameView game, JsonNode worldSettings, List<ExperimentLines.ExperimentLine> experiments) {
      return new GameLine(
          game.id(),
          game.name(),
          new ChosenWorld(game.world(), game.worldAddress()).written(),
          worldSettings,
          game.seed(),
          game.state(),
          game.periodMillis(),
          game.budgetMillis(),
          game.width(),
          game.batch(),
          game.guardrails(),
          game.memory(),
          game.budget(),
          game.keepTextsDays(),
          game.variant(),
          experiments);
    }
  }

  /** Writes all games except deleted ones. */
  void export(OutputStream out) throws IOException {
    each(game -> lines.write(line(game), out));
  }

  /** The line of a game. */
  GameLine line(GameView game) {
    return GameLine.of(game, settings(game.world(), game.id()), experiments.of(game.id()));
  }

  private ObjectNode settings(String world, String game) {
    return worlds
        .find(world)
        .map(found -> found.settings(game))
        .orElseGet(JsonNodeFactory.instance::objectNode);
  }

  /** Passes all games except deleted ones to the sink, read in pages. */
  void each(JsonLines.Sink<GameView> sink) throws IOException {
    var after = "";
    while (true) {
      var page = archive.games(after, AT_ONCE);
      for (var game : page) {
        sink.take(game);
      }
      if (page.size() < AT_ONCE) {
        return;
      }
      after = page.getLast().id();
    }
  }

  /**
   * Creates and changes the games of all lines or of none.
   *
   * @param dryRun whether to only check all lines and count what would change
   */
  ImportResult read(byte[] body, ImportMode mode, boolean force, boolean dryRun) {
    var seen = new HashSet<String>();
    var agentLimit = new AgentLimit();
    var read =
        lines.read(
            body,
            MOST,
            node -> {
              var fields = reader.read(node, GameFields.OF_A_NEW_ONE, force);
              if (!seen.add(fields.id().required())) {
                throw fields.id().wrong("is already on an earlier line");
              }
              agentLimit.add(fields.agents().orElse(List.of()).size());
              return fields;
            });
    return taken(read.stream().sorted(BY_ID).toList(), mode, dryRun);
  }

  private ImportResult taken(List<Line<GameFields>> read, ImportMode mode, boolean dryRun) {
    Supplier<ImportResult> importing =
        () -> {
          var created =
              JsonLines.map(read, fields -> taken(fields, mode, List.of())).stream()
                  .filter(Line::value)
                  .count();
          var imported = new ImportResult((int) created, read.size() - (int) created);
          audit.record("game.import", "games", imported.detail());
          return imported;
        };
    return dryRun ? database.rolledBack(importing) : database.inTransaction(importing);
  }

  /** Limits the agents per import, because all are created in one transaction. */
  private static final class AgentLimit {
    private int agents;

    /** Stops at the first excess, because each further line could add as many. */
    void add(int more) {
      agents += more;
      if (agents > MAX_AGENTS) {
        throw new BadRequestException(
            "agents: all lines together add more than " + MAX_AGENTS + " agents");
      }
    }
  }

  /**
   * Creates or changes the game of a line, in the caller's transaction.
   *
   * @param founders initial agents of a new game besides those in the line
   * @return true if the game is new
   * @throws dev.ziggurat.http.InvalidField if the line is invalid for this game
   */
  boolean taken(GameFields fields, ImportMode mode, List<Agent> founders) {
    var id = fields.id().required();
    var current = games.locked(id);
    if (current.isEmpty()) {
      if (!changes.founded(fields, founders)) {
        throw fields.id().wrong(GameChanges.taken(id));
      }
      return true;
    }
    if (mode == ImportMode.CREATE) {
      throw fields.id().wrong(GameChanges.taken(id));
    }
    if (fields.agents().isThere()) {
      throw fields.agents().wrong("the game exists: import agents at /api/games/" + id + "/agents");
    }
    keepSettings(fields, current.get().game());
    changes.change(current.get(), fields);
    return false;
  }

  /** All that happened in a game follows from them. */
  private void keepSettings(GameFields fields, Game game) {
    var founded = settings(game.world(), game.id());
    for (var setting : fields.worldSettings().orElse(founded).properties()) {
      if (!setting.getValue().toString().equals(founded.path(setting.getKey()).toString())) {
        throw fields
            .worldSettings()
            .wrong(
                setting.getKey()
                    + " cannot be changed once the game is founded; create another game");
      }
    }
  }
}
