package dev.ziggurat.experiment;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.Parameters;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** The rows of {@code experiment}. */
@Singleton
public class ExperimentStore {

  private static final String SELECT =
      """
      select game_id, name, salt, arms, allocation, ramp_percent, state, winner, start_tick, created_at,
        started_at, stopped_at, version from experiment
      """;

  private final Database database;
  private final ArmReader arms;

  ExperimentStore(Database database, ArmReader arms) {
    this.database = database;
    this.arms = arms;
  }

  /** The running experiment of a game. */
  public Optional<Experiment> running(String game) {
    return database.first(
        SELECT + "where game_id = :gameId and state = 'running'",
        parameters -> parameters.setString("gameId", game),
        this::read);
  }

  /** The experiment of this name. */
  public Optional<Experiment> find(String game, String name) {
    return find(game, name, "");
  }

  /** The same, locked until the caller's transaction ends. */
  public Optional<Experiment> locked(String game, String name) {
    return find(game, name, " for update");
  }

  private Optional<Experiment> find(String game, String name, String lock) {
    return database.first(
        SELECT + "where game_id = :gameId and name = :name" + lock,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setString("name", name);
        },
        this::read);
  }

  /** A page of the experiments of a game, by name. */
  public List<Experiment> page(String game, String after, int limit) {
    return database.query(
        SELECT + "where game_id = :gameId and name > :after order by name limit :limit",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setString("after", after);
          parameters.setInt("limit", limit);
        },
        this::read);
  }

  /** The drafts and the running experiment of a game, by name. */
  public List<Experiment> open(String game) {
    return database.query(
        SELECT + "where game_id = :gameId and state <> 'stopped' order by name limit :limit",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setInt("limit", Experiment.MOST_OPEN);
        },
        this::read);
  }

  /**
   * Writes a new experiment, in the caller's transaction.
   *
   * @return false if the name is taken; nothing was written
   */
  public boolean add(Experiment experiment) {
    return database.update(
            """
            insert into experiment (game_id, name, salt, arms, allocation, ramp_percent, state, winner, start_tick,
              created_at, started_at, stopped_at)
            values (:gameId, :name, :salt, :arms, :allocation, :rampPercent, :state, :winner, :startTick, :createdAt,
              :startedAt, :stoppedAt) on conflict (game_id, name) do nothing
            """,
            parameters -> {
              bind(parameters, experiment);
              parameters.setString("salt", experiment.salt());
              parameters.setInstant("createdAt", experiment.createdAt());
            })
        > 0;
  }

  /** Writes an edited experiment, in the caller's transaction, and raises its version. */
  public void save(Experiment edited) {
    database.update(
        """
        update experiment set arms = :arms, allocation = :allocation, ramp_percent = :rampPercent, state = :state,
          winner = :winner, start_tick = :startTick, started_at = :startedAt, stopped_at = :stoppedAt,
          version = version + 1
        where game_id = :gameId and name = :name
        """,
        parameters -> bind(parameters, edited));
  }

  /** The number of the last tick of a game that has begun. */
  public long lastTick(String game) {
    return database
        .first(
            "select last_tick from game where id = :id",
            parameters -> parameters.setString("id", game),
            row -> row.getLong(1))
        .orElse(0L);
  }

  /** Deletes an experiment, in the caller's transaction. */
  public void delete(Experiment experiment) {
    database.update(
        "delete from experiment where game_id = :gameId and name = :name",
        parameters -> {
          parameters.setString("gameId", experiment.game());
          parameters.setString("name", experiment.name());
        });
  }

  private static void bind(Parameters parameters, Experiment experiment) throws SQLException {
    parameters.setString("gameId", experiment.game());
    parameters.setString("name", experiment.name());
    parameters.setString("arms", ArmReader.written(experiment.arms()).toString());
    parameters.setString("allocation", experiment.allocation().text());
    parameters.setInt("rampPercent", experiment.rampPercent());
    parameters.setString("state", experiment.state().id());
    parameters.setString("winner", experiment.winner());
    parameters.setObject(
        "startTick",
        experiment.startTick().isPresent() ? experiment.startTick().getAsLong() : null,
        Types.BIGINT);
    parameters.setInstant("startedAt", experiment.startedAt());
    parameters.setInstant("stoppedAt", experiment.stoppedAt());
  }

  private Experiment read(ResultSet row) throws SQLException {
    var read = arms.stored(row.getString("arms"));
    var start = row.getObject("start_tick", Long.class);
    return new Experiment(
        row.getString("game_id"),
        row.getString("name"),
        row.getString("salt"),
        read,
        Allocation.parse(row.getString("allocation"), read.size()),
        row.getInt("ramp_percent"),
        Experiment.State.of(row.getString("state")),
        Optional.ofNullable(row.getString("winner")),
        start == null ? OptionalLong.empty() : OptionalLong.of(start),
        row.getTimestamp("created_at").toInstant(),
        Optional.ofNullable(row.getTimestamp("started_at")).map(Timestamp::toInstant),
        Optional.ofNullable(row.getTimestamp("stopped_at")).map(Timestamp::toInstant),
        row.getLong("version"));
  }
}
