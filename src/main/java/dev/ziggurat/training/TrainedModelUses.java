package dev.ziggurat.training;

import dev.ziggurat.audit.Audit;
import dev.ziggurat.db.Database;
import dev.ziggurat.games.NoSuchAgent;
import dev.ziggurat.tick.Agents;
import dev.ziggurat.tick.StoredAgent;
import dev.ziggurat.training.TrainingJob.Use;
import dev.ziggurat.world.Agent;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.sql.Timestamp;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Gives agents a trained model, and gives them back the one they had. */
@Singleton
class TrainedModelUses {

  private static final int MAX_USES = 1_000;

  private final Database database;
  private final Agents agents;
  private final Audit audit;
  private final InstantSource time;

  TrainedModelUses(Database database, Agents agents, Audit audit, InstantSource time) {
    this.database = database;
    this.agents = agents;
    this.audit = audit;
    this.time = time;
  }

  /** The agents that have the model of a job, or had it, the newest first. */
  List<Use> of(UUID job) {
    return database.query(
        """
        select game_id, handle, previous_model, given_at, given_by, taken_back_at, taken_back_by
        from training_use where job_id = :job order by id desc limit :limit
        """,
        parameters -> {
          parameters.setObject("job", job);
          parameters.setInt("limit", MAX_USES);
        },
        row ->
            new Use(
                row.getString(1),
                row.getString(2),
                Optional.ofNullable(row.getString(3)),
                row.getTimestamp(4).toInstant(),
                row.getString(5),
                Optional.ofNullable(row.getTimestamp(6)).map(Timestamp::toInstant),
                Optional.ofNullable(row.getString(7))));
  }

  /**
   * Gives an agent the model.
   *
   * @throws NoSuchAgent if there is no such agent
   * @throws HttpProblem 409 if it has the model already
   */
  void give(UUID job, String model, String game, String handle) {
    database.inTransaction(
        () -> {
          var current = locked(game, handle);
          var before = current.agent().model();
          if (before.filter(model::equals).isPresent()) {
            throw conflict("handle: %s has this model already".formatted(handle));
          }
          // A use that ended because somebody gave the agent another model is over.
          end(job, game, handle);
          database.update(
              """
              insert into training_use (job_id, game_id, handle, previous_model, given_at, given_by)
              values (:job, :game, :handle, :before, :at, :by)
              """,
              parameters -> {
                parameters.setObject("job", job);
                parameters.setString("game", game);
                parameters.setString("handle", handle);
                parameters.setString("before", before);
                parameters.setInstant("at", time.instant());
                parameters.setString("by", audit.who());
              });
          change(job, game, current, Optional.of(model));
          return null;
        });
  }

  /**
   * Gives an agent back the model that it had before.
   *
   * @throws HttpProblem 409 if it does not have the trained one any more
   */
  void takeBack(UUID job, String model, String game, String handle) {
    database.inTransaction(
        () -> {
          var current = locked(game, handle);
          var previous = previous(job, game, handle);
          if (current.agent().model().filter(model::equals).isEmpty() || previous.isEmpty()) {
            throw conflict(
                "handle: %s does not have this model from here, so there is nothing to take back"
                    .formatted(handle));
          }
          end(job, game, handle);
          previous.getFirst().model().ifPresent(each -> reopen(each, previous.getFirst()));
          change(job, game, current, previous.getFirst().model());
          return null;
        });
  }

  /** A use that has not ended, and what the agent had before. */
  private record Open(long id, String game, String handle, Optional<String> model) {}

  /**
   * The model that is given back may be a trained one whose use was ended when it was given once
   * more: that use goes on, so it can be taken back, too.
   */
  private void reopen(String model, Open later) {
    database.update(
        """
        update training_use set taken_back_at = null, taken_back_by = null
        where id = (
          select max(given.id) from training_use given join training_job on training_job.id = given.job_id
          where given.game_id = :game and given.handle = :handle and given.id < :later
            and training_job.checkpoint = :model and training_job.state = 'completed')
        """,
        parameters -> {
          parameters.setString("game", later.game());
          parameters.setString("handle", later.handle());
          parameters.setLong("later", later.id());
          parameters.setString("model", model);
        });
  }

  private List<Open> previous(UUID job, String game, String handle) {
    return database.query(
        """
        select id, previous_model from training_use
        where job_id = :job and game_id = :game and handle = :handle and taken_back_at is null
        """,
        parameters -> {
          parameters.setObject("job", job);
          parameters.setString("game", game);
          parameters.setString("handle", handle);
        },
        row -> new Open(row.getLong(1), game, handle, Optional.ofNullable(row.getString(2))));
  }

  private void end(UUID job, String game, String handle) {
    database.update(
        """
        update training_use set taken_back_at = :at, taken_back_by = :by
        where job_id = :job and game_id = :game and handle = :handle and taken_back_at is null
        """,
        parameters -> {
          parameters.setObject("job", job);
          parameters.setString("game", game);
          parameters.setString("handle", handle);
          parameters.setInstant("at", time.instant());
          parameters.setString("by", audit.who());
        });
  }

  private StoredAgent locked(String game, String handle) {
    return agents.locked(game, List.of(handle)).stream()
        .filter(row -> row.deletedAt().isEmpty())
        .findFirst()
        .orElseThrow(() -> new NoSuchAgent(game, handle));
  }

  private void change(UUID job, String game, StoredAgent current, Optional<String> model) {
    var was = current.agent();
    var is = new Agent(was.handle(), was.persona(), was.memo(), was.cadence(), model, was.kind());
    agents.save(game, List.of(current.with(is, current.deletedAt())));
    audit.record(
        "agent.change",
        "games/" + game + "/agents/" + was.handle(),
        Map.of("model", model, "trainingJob", job));
  }

  /**
   * Ends all uses of a model that was deleted. Agents that are deleted, or of deleted games, have
   * their earlier model when they are restored.
   */
  void end(TrainingJob job, String remoteModel) {
    database.update(
        """
        with ended as (
          update training_use set taken_back_at = :at, taken_back_by = :by
          where taken_back_at is null and job_id in (
            select id from training_job where remote_model = :model and simulated = :simulated)
          returning job_id, game_id, handle, previous_model)
        update agent set model = ended.previous_model, version = agent.version + 1
        from ended join training_job on training_job.id = ended.job_id
        where agent.game_id = ended.game_id and agent.handle = ended.handle
          and agent.model = training_job.checkpoint
        """,
        parameters -> {
          parameters.setInstant("at", time.instant());
          parameters.setString("by", audit.who());
          parameters.setString("model", remoteModel);
          parameters.setBoolean("simulated", job.simulated());
        });
  }

  /** How many agents were given the model by this job and have it now. */
  long given(UUID job) {
    return database
        .first(
            """
            select count(*) from training_use given
            join training_job on training_job.id = given.job_id
            join agent on agent.game_id = given.game_id and agent.handle = given.handle
              and agent.model = training_job.checkpoint and agent.deleted_at is null
            where given.job_id = :job and given.taken_back_at is null
            """,
            parameters -> parameters.setObject("job", job),
            row -> row.getLong(1))
        .orElse(0L);
  }

  private static HttpProblem conflict(String detail) {
    return HttpProblem.valueOf(Response.Status.CONFLICT, detail);
  }
}
