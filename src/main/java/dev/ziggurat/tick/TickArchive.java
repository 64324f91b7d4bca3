package dev.ziggurat.tick;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.ziggurat.db.Database;
import dev.ziggurat.db.Versioned;
import dev.ziggurat.experiment.VariantSchema;
import dev.ziggurat.guardrails.GuardrailList;
import dev.ziggurat.guardrails.GuardrailSchema;
import dev.ziggurat.httpworld.WorldAddress;
import dev.ziggurat.ledger.GameBudgetReader;
import dev.ziggurat.ledger.GameBudgetView;
import dev.ziggurat.memory.MemorySchema;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Reads games, ticks and turns for display. */
@Singleton
public class TickArchive {

  private final Database database;
  private final TickStore ticks;
  private final GameBudgetReader budgets;
  private final ObjectMapper json;

  TickArchive(Database database, TickStore ticks, GameBudgetReader budgets, ObjectMapper json) {
    this.budgets = budgets;
    this.database = database;
    this.ticks = ticks;
    this.json = json;
  }

  /**
   * A game in a list.
   *
   * @param state {@code running} or {@code paused}
   * @param budgetMillis a tick's time limit when its trigger has none; empty for the configured
   *     default
   * @param width how many agents think at once; empty for the configured default
   * @param batch how many agents at most are asked in one call; empty for a call for each
   * @param worldAddress where its world is, for a world at an address
   * @param guardrails checks of the prompts and answers of its agents, in order
   * @param memory what its agents remember; empty for nothing
   * @param budget what it may spend on models
   * @param keepTextsDays for how many days texts of its prompts and answers are kept; empty for the
   *     configured default
   * @param variant with what its agents are asked outside of experiments; empty for the settings
   * @param agents number of agents
   * @param runningSince when it was resumed or restored last; null if it never was
   * @param latest report of the last tick; outcome {@code running} before its end
   */
  public record GameView(
      String id,
      String name,
      String world,
      long seed,
      String state,
      long periodMillis,
      Optional<Long> budgetMillis,
      Optional<Integer> width,
      Optional<Integer> batch,
      Optional<WorldAddress> worldAddress,
      @Schema(implementation = GuardrailSchema[].class) JsonNode guardrails,
      @Schema(implementation = MemorySchema.class, nullable = true) Optional<JsonNode> memory,
      GameBudgetView budget,
      Optional<Integer> keepTextsDays,
      @Schema(implementation = VariantSchema.class, nullable = true) Optional<JsonNode> variant,
      int agents,
      long lastTick,
      Instant createdAt,
      Optional<Instant> runningSince,
      long version,
      Optional<Instant> deletedAt,
      Optional<TickReport> latest)
      implements Versioned {}

  /**
   * A turn and its result.
   *
   * @param position index in the order of application
   * @param state {@code due, asking, thought, applied, failed, passed_over}
   * @param decision the actions and the memo; null before the turn has been thought
   * @param results the result of each action, with refusals; null before it has been applied
   * @param path the attempts and skips behind the answer, with reasons, times and costs
   * @param undecided whether it is the turn of a player who gave no decision in time
   * @param held whether the agent held, because a budget had no room
   * @param budgetNote which budget made the agent hold or a cheaper model be asked for; null if
   *     none did
   */
  public record TurnView(
      String handle,
      int position,
      String state,
      Optional<String> provider,
      Optional<String> model,
      JsonNode decision,
      JsonNode results,
      JsonNode path,
      boolean undecided,
      boolean held,
      Optional<String> budgetNote) {}

  /** A page of games that are not deleted, by id. */
  public List<GameView> games(String after, int limit) {
    return games(GameFilter.all(), after, limit);
  }

  /** A page of games, by id. */
  public List<GameView> games(GameFilter filter, String after, int limit) {
    var conditions = filter.conditions().add("game.id > :id", "id", after).with("limit", limit);
    return database.query(
        GAME_VIEW + conditions.sql() + " order by game.id limit :limit",
        conditions::bind,
        this::game);
  }

  /** Deleted games, the last deleted first. */
  public List<GameView> deletedGames(int limit) {
    return database.query(
        GAME_VIEW
            + "where game.deleted_at is not null order by game.deleted_at desc, game.id limit :limit",
        parameters -> parameters.setInt("limit", limit),
        this::game);
  }

  /** One game, deleted or not. */
  public Optional<GameView> game(String id) {
    if (id.indexOf('\0') >= 0) {
      // PostgreSQL's text cannot store NUL, so no game has one.
      return Optional.empty();
    }
    return database.first(
        GAME_VIEW + "where game.id = :id",
        parameters -> parameters.setString("id", id),
        this::game);
  }

  private static final String GAME_VIEW =
      """
      select game.id, name, world, game.seed, state, game.period_millis, budget_millis, width, batch,
        guardrails, memory, budget, keep_texts_days, variant, last_tick,
        game.created_at, game.running_since, game.version, game.deleted_at,
        (select count(*) from agent where game_id = game.id and deleted_at is null) as agents,
        tick.number, tick.slot, tick.started_at, tick.report, tick.cancelled_by,
        tick.world_failure, tick.world_failed_at, http_world.url, http_world.key_variable
      from game left join http_world on http_world.game_id = game.id left join tick on tick.game_id = game.id and tick.number = game.last_tick
      """;

  private JsonNode guardrails(String stored) {
    try {
      return json.readTree(stored == null ? GuardrailList.NONE.json() : stored);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private GameView game(ResultSet row) throws SQLException {
    var id = row.getString("id");
    var keyVariable = row.getString("key_variable");
    Optional<TickReport> latest =
        row.getObject("number") == null ? Optional.empty() : Optional.of(report(id, row));
    return new GameView(
        id,
        row.getString("name"),
        row.getString("world"),
        row.getLong("seed"),
        row.getString("state"),
        row.getLong("period_millis"),
        Optional.ofNullable(row.getObject("budget_millis", Long.class)),
        Optional.ofNullable(row.getObject("width", Integer.class)),
        Optional.ofNullable(row.getObject("batch", Integer.class)),
        Optional.ofNullable(row.getString("url")).map(url -> new WorldAddress(url, keyVariable)),
        guardrails(row.getString("guardrails")),
        Optional.ofNullable(row.getString("memory")).map(this::tree),
        GameBudgetView.of(budgets.stored(row.getString("budget"))),
        Optional.ofNullable(row.getObject("keep_texts_days", Integer.class)),
        Optional.ofNullable(row.getString("variant")).map(this::tree),
        row.getInt("agents"),
        row.getLong("last_tick"),
        instant(row, "created_at"),
        Optional.ofNullable(row.getTimestamp("running_since")).map(Timestamp::toInstant),
        row.getLong("version"),
        Optional.ofNullable(row.getTimestamp("deleted_at")).map(Timestamp::toInstant),
        latest);
  }

  /**
   * A page of reports; outcome {@code running} for an open tick.
   *
   * @param last the number of the previous page's last tick; empty for the first page
   */
  public List<TickReport> ticks(String game, TickFilter filter, Optional<Long> last, int limit) {
    var conditions = filter.conditions(game, last).with("limit", limit);
    return database.query(
        "select number, slot, started_at, report, cancelled_by, world_failure, world_failed_at from tick "
            + conditions.sql()
            + " order by "
            + filter.order()
            + " limit :limit",
        conditions::bind,
        row -> report(game, row));
  }

  /** The report of one tick. */
  public Optional<TickReport> tick(String game, long number) {
    return database.first(
        """
        select number, slot, started_at, report, cancelled_by, world_failure, world_failed_at
        from tick where game_id = :gameId and number = :number
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setLong("number", number);
        },
        row -> report(game, row));
  }

  private TickReport report(String game, ResultSet row) throws SQLException {
    var stored = row.getString("report");
    return stored != null
        ? ticks.report(stored)
        : TickReport.running(
            game,
            row.getLong("number"),
            instant(row, "slot"),
            instant(row, "started_at"),
            Optional.ofNullable(row.getString("cancelled_by")),
            WorldFailure.of(row));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getTimestamp(column).toInstant();
  }

  /** A page of a tick's turns, in the order of application. */
  public List<TurnView> turns(String game, long number, TurnFilter filter, int after, int limit) {
    var conditions = filter.ofTick(game, number, after).with("limit", limit);
    return database.query(
        "select handle, position, state, provider, model, decision, results, path, undecided, held, budget_note from turn "
            + conditions.sql()
            + " order by position limit :limit",
        conditions::bind,
        row ->
            new TurnView(
                row.getString("handle"),
                row.getInt("position"),
                row.getString("state"),
                Optional.ofNullable(row.getString("provider")),
                Optional.ofNullable(row.getString("model")),
                tree(row.getString("decision")),
                tree(row.getString("results")),
                tree(row.getString("path")),
                row.getBoolean("undecided"),
                row.getBoolean("held"),
                Optional.ofNullable(row.getString("budget_note"))));
  }

  private JsonNode tree(String stored) {
    try {
      return stored == null ? NullNode.getInstance() : json.readTree(stored);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
