package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import dev.ziggurat.guardrails.GuardrailList;
import dev.ziggurat.guardrails.GuardrailReader;
import dev.ziggurat.ledger.GameBudgetReader;
import dev.ziggurat.memory.MemoryReader;
import dev.ziggurat.memory.MemorySettings;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.Game;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Reads and edits games. */
@Singleton
public class Games {

  /** The most games one trigger can tick. */
  private static final int MAX_GAMES = 1_000;

  static final String COLUMNS =
      "game.id, name, world, seed, period_millis, width, budget_millis, batch";

  private final Database database;
  private final GuardrailReader guardrails;
  private final MemoryReader memories;
  private final GameBudgetReader budgets;

  Games(
      Database database,
      GuardrailReader guardrails,
      MemoryReader memories,
      GameBudgetReader budgets) {
    this.database = database;
    this.guardrails = guardrails;
    this.memories = memories;
    this.budgets = budgets;
  }

  /** The games that are not paused, by id. */
  public List<Game> running() {
    return database.query(
        "select "
            + COLUMNS
            + " from game where state = 'running' and deleted_at is null order by id limit "
            + MAX_GAMES,
        parameters -> {},
        Games::read);
  }

  /** The game of this id, paused or not; empty if there is none or it was deleted. */
  public Optional<Game> find(String id) {
    if (id.indexOf('\0') >= 0) {
      // PostgreSQL's text cannot store NUL, so no game has one.
      return Optional.empty();
    }
    return database.first(
        "select " + COLUMNS + " from game where id = :id and deleted_at is null",
        parameters -> parameters.setString("id", id),
        Games::read);
  }

  /**
   * The game of this id, deleted or not. Locks its row until the transaction ends: no edits, new
   * agents or ticks meanwhile.
   */
  public Optional<StoredGame> locked(String id) {
    return database.first(
        "select "
            + COLUMNS
            + ", state, guardrails, memory, budget, keep_texts_days, version, deleted_at from game where id = :id for no key update",
        parameters -> parameters.setString("id", id),
        row ->
            new StoredGame(
                read(row),
                row.getString("state"),
                guardrails(row),
                memory(row),
                budgets.stored(row.getString("budget")),
                number(row.getObject("keep_texts_days", Integer.class)),
                row.getLong("version"),
                Optional.ofNullable(row.getTimestamp("deleted_at")).map(Timestamp::toInstant)));
  }

  /** Writes a game's editable fields, in the caller's transaction, and raises its version. */
  public void save(StoredGame edited) {
    var game = edited.game();
    database.update(
        """
        update game set running_since = case
            when :state = 'running' and (state <> 'running' or deleted_at is not null and :deletedAt::timestamptz is null)
            then clock_timestamp() else running_since end,
          name = :name, period_millis = :periodMillis, width = :width, budget_millis = :budgetMillis, batch = :batch, state = :state,
          guardrails = :guardrails, memory = :memory, budget = :budget, keep_texts_days = :keepTextsDays, deleted_at = :deletedAt, version = version + 1
        where id = :id
        """,
        parameters -> {
          parameters.setString("name", game.name());
          parameters.setLong("periodMillis", game.period().toMillis());
          parameters.setObject("width", number(game.width()), Types.INTEGER);
          parameters.setObject("budgetMillis", budgetMillis(game), Types.BIGINT);
          parameters.setObject("batch", number(game.batch()), Types.INTEGER);
          parameters.setString("state", edited.state());
          parameters.setString(
              "guardrails",
              Optional.of(edited.guardrails())
                  .filter(list -> !list.all().isEmpty())
                  .map(GuardrailList::json));
          parameters.setString("memory", edited.memory().map(memory -> memory.json().toString()));
          parameters.setString("budget", budgets.written(edited.budget()));
          parameters.setObject("keepTextsDays", number(edited.keepTextsDays()), Types.INTEGER);
          parameters.setInstant("deletedAt", edited.deletedAt());
          parameters.setString("id", game.id());
        });
  }

  /** Sets what the agents of a game remember. */
  public void remember(String id, MemorySettings memory) {
    database.update(
        "update game set memory = :memory where id = :id",
        parameters -> {
          parameters.setString("memory", memory.json().toString());
          parameters.setString("id", id);
        });
  }

  /** The guardrails of a game; none if there is no such game. */
  GuardrailList guardrails(String id) {
    return database
        .first(
            "select guardrails from game where id = :id",
            parameters -> parameters.setString("id", id),
            this::guardrails)
        .orElse(GuardrailList.NONE);
  }

  /** What the agents of a game remember; empty for nothing. */
  Optional<MemorySettings> memory(String id) {
    return database
        .first(
            "select memory from game where id = :id",
            parameters -> parameters.setString("id", id),
            this::memory)
        .orElse(Optional.empty());
  }

  private Optional<MemorySettings> memory(ResultSet row) throws SQLException {
    return Optional.ofNullable(row.getString("memory")).map(memories::stored);
  }

  private GuardrailList guardrails(ResultSet row) throws SQLException {
    return Optional.ofNullable(row.getString("guardrails"))
        .map(guardrails::stored)
        .orElse(GuardrailList.NONE);
  }

  private static Integer number(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }

  private static OptionalInt number(Integer number) {
    return number == null ? OptionalInt.empty() : OptionalInt.of(number);
  }

  private static Long budgetMillis(Game game) {
    return game.budget().map(Duration::toMillis).orElse(null);
  }

  /**
   * Writes a new game and its first agents, in the caller's transaction or in one of its own.
   *
   * @return false if a game of this id exists; nothing was written
   */
  public boolean create(Game game, List<Agent> agents) {
    var created =
        database.update(
            """
            insert into game (id, name, world, seed, period_millis, width, budget_millis, batch)
            values (:id, :name, :world, :seed, :periodMillis, :width, :budgetMillis, :batch) on conflict (id) do nothing
            """,
            parameters -> {
              parameters.setString("id", game.id());
              parameters.setString("name", game.name());
              parameters.setString("world", game.world());
              parameters.setLong("seed", game.seed());
              parameters.setLong("periodMillis", game.period().toMillis());
              parameters.setObject("width", number(game.width()), Types.INTEGER);
              parameters.setObject("budgetMillis", budgetMillis(game), Types.BIGINT);
              parameters.setObject("batch", number(game.batch()), Types.INTEGER);
            });
    if (created == 0) {
      return false;
    }
    Agents.insert(database, game.id(), agents);
    return true;
  }

  static Game read(ResultSet row) throws SQLException {
    var budget = row.getObject("budget_millis", Long.class);
    return new Game(
        row.getString("id"),
        row.getString("name"),
        row.getString("world"),
        row.getLong("seed"),
        Duration.ofMillis(row.getLong("period_millis")),
        number(row.getObject("width", Integer.class)),
        Optional.ofNullable(budget).map(Duration::ofMillis),
        number(row.getObject("batch", Integer.class)));
  }
}
