package dev.ziggurat.experiment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Takes and keeps the looks at experiments. */
@Singleton
public class Looks {

  private final Database database;
  private final ExperimentStore experiments;
  private final Outcomes outcomes;
  private final ObjectMapper json;
  private final InstantSource time;

  Looks(
      Database database,
      ExperimentStore experiments,
      Outcomes outcomes,
      ObjectMapper json,
      InstantSource time) {
    this.database = database;
    this.experiments = experiments;
    this.outcomes = outcomes;
    this.json = json;
    this.time = time;
  }

  /** Takes the look that is due after this tick of a game, if one is. */
  public void closed(String game, long tick) {
    experiments.running(game).filter(each -> isDue(each, tick)).ifPresent(each -> take(each, tick));
  }

  private boolean isDue(Experiment experiment, long tick) {
    return tick >= next(experiment, last(experiment));
  }

  private void take(Experiment experiment, long tick) {
    var look = last(experiment).map(LookResult::look).orElse(0) + 1;
    var arms = experiment.arms().stream().map(Arm::name).toList();
    var results = new Comparison(arms).at(look, outcomes.of(experiment, tick));
    // Another process may have taken it: what is stored first stays.
    database.update(
        """
        insert into experiment_look (game_id, experiment, look, tick, taken_at, results)
        values (:gameId, :experiment, :look, :tick, :takenAt, :results) on conflict do nothing
        """,
        parameters -> {
          parameters.setString("gameId", experiment.game());
          parameters.setString("experiment", experiment.name());
          parameters.setInt("look", look);
          parameters.setLong("tick", tick);
          parameters.setInstant("takenAt", time.instant());
          parameters.setString("results", written(results));
        });
  }

  /** The tick after which the next look is taken. */
  public long next(Experiment experiment, Optional<LookResult> last) {
    return experiment.startTick().orElse(0)
        + LookSchedule.after(last.map(LookResult::ticks).orElse(0L));
  }

  /** The newest look; empty before the first. */
  public Optional<LookResult> last(Experiment experiment) {
    return page(experiment, Integer.MAX_VALUE, 1).stream().findFirst();
  }

  /**
   * Looks, newest first.
   *
   * @param before only those before this one
   */
  public List<LookResult> page(Experiment experiment, int before, int limit) {
    return database.query(
        """
        select look, tick, taken_at, results from experiment_look
        where game_id = :gameId and experiment = :experiment and look < :before
        order by look desc limit :limit
        """,
        parameters -> {
          parameters.setString("gameId", experiment.game());
          parameters.setString("experiment", experiment.name());
          parameters.setInt("before", before);
          parameters.setInt("limit", limit);
        },
        row -> look(experiment, row));
  }

  private LookResult look(Experiment experiment, ResultSet row) throws SQLException {
    return new LookResult(
        row.getInt("look"),
        row.getLong("tick"),
        row.getLong("tick") - experiment.startTick().orElse(0),
        row.getTimestamp("taken_at").toInstant(),
        read(row.getString("results")));
  }

  private String written(LookResult.Results results) {
    try {
      return json.writeValueAsString(results);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private LookResult.Results read(String stored) {
    try {
      return json.readValue(stored, LookResult.Results.class);
    } catch (JsonProcessingException malformed) {
      throw new UncheckedIOException(malformed);
    }
  }
}
