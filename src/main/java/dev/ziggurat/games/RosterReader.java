package dev.ziggurat.games;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.db.Database;
import dev.ziggurat.games.RosterEntry.OfAgent;
import dev.ziggurat.games.RosterEntry.OfGame;
import dev.ziggurat.games.RosterEntry.OfMemory;
import dev.ziggurat.games.lines.ImportMode;
import dev.ziggurat.games.lines.ImportResult;
import dev.ziggurat.games.lines.JsonLines;
import dev.ziggurat.games.lines.JsonLines.Line;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Imports games and agents in the format of {@link RosterWriter}: all lines or none. */
@Singleton
public class RosterReader {

  /** Bounds the duration of the import's single transaction. */
  private static final int MAX_LINES = 50_000;

  private static final String GAME = "game";
  private static final Pattern ID = Pattern.compile(GameFields.ID);

  /** Agents of a new game have lines of their own. */
  private static final List<String> OF_A_GAME =
      GameFields.OF_A_NEW_ONE.stream().filter(field -> !field.equals("agents")).toList();

  private static final List<String> OF_AN_AGENT =
      Stream.concat(Stream.of(GAME), AgentFields.OF_A_NEW_ONE.stream()).toList();

  private static final List<String> OF_A_MEMORY =
      List.of(GAME, MemoryLines.MEMORY_OF, MemoryLines.ENTRIES);

  private final Database database;
  private final JsonLines lines;
  private final GameReader reader;
  private final AgentReader agentReader;
  private final RosterChanges changes;

  RosterReader(
      Database database,
      JsonLines lines,
      GameReader reader,
      AgentReader agentReader,
      RosterChanges changes) {
    this.database = database;
    this.lines = lines;
    this.reader = reader;
    this.agentReader = agentReader;
    this.changes = changes;
  }

  /** The result of an import. */
  @RegisterForReflection
  public record Read(ImportResult games, ImportResult agents) {}

  /**
   * Creates and changes the games and agents of all lines or of none. A new game is created with
   * its agents.
   *
   * @param force whether agents may have models that are not in the catalogue
   * @throws HttpProblem with the errors by line
   */
  public Read read(byte[] body, ImportMode mode, boolean force) {
    var seen = new HashSet<List<String>>();
    var entries = lines.read(body, MAX_LINES, node -> entry(node, force, seen));
    var games = of(OfGame.class, entries);
    if (games.size() > GameLines.MOST) {
      throw HttpProblem.valueOf(
          Response.Status.BAD_REQUEST,
          "body: more than " + GameLines.MOST + " games; import them in several parts");
    }
    return database.inTransaction(
        () -> changes.make(games, of(OfAgent.class, entries), of(OfMemory.class, entries), mode));
  }

  private RosterEntry entry(JsonNode node, boolean force, Set<List<String>> seen) {
    if (MemoryLines.isOne(node)) {
      var remembered = MemoryLines.read(node, List.of(GAME));
      remembered.memoryOf().required();
      var game = Body.of(node, OF_A_MEMORY).word(GAME, ID);
      game.required();
      return new OfMemory(game, remembered);
    }
    if (node.has(GAME)) {
      var body = Body.of(node, OF_AN_AGENT);
      var game = body.word(GAME, ID);
      var fields = agentReader.read(body, force);
      refuseTwin(fields.handle(), seen, game.required(), fields.handle().required());
      return new OfAgent(game, fields);
    }
    var fields = reader.read(node, OF_A_GAME, force);
    refuseTwin(fields.id(), seen, fields.id().required());
    return new OfGame(fields);
  }

  private static void refuseTwin(FieldValue<String> field, Set<List<String>> seen, String... name) {
    if (!seen.add(List.of(name))) {
      throw field.wrong("is already on an earlier line");
    }
  }

  private static <T extends RosterEntry> List<Line<T>> of(
      Class<T> kind, List<Line<RosterEntry>> entries) {
    return entries.stream()
        .filter(line -> kind.isInstance(line.value()))
        .map(line -> new Line<>(line.number(), kind.cast(line.value())))
        .toList();
  }
}
