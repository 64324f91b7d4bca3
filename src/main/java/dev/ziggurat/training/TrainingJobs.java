package dev.ziggurat.training;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.ziggurat.db.Database;
import dev.ziggurat.training.TrainingJob.Event;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Stores training jobs and their events. */
@Singleton
class TrainingJobs {

  /** Each writes a file. */
  static final int MAX_PREPARING = 4;

  private static final int MAX_EVENTS = 1_000;

  private static final String COLUMNS =
      """
      select id, game_id, entity, project, name, base_model, request,
        case when state = 'preparing' and prepare_until < :now then 'failed' else state end as state,
        prepare_until, turns, training_file, remote_model, remote_job, after_event, metrics, checkpoint,
        case when state = 'preparing' and prepare_until < :now
          then 'the process that prepared the job ended' else error end as error,
        simulated, created_at, created_by, ended_at
      from training_job
      """;

  private final Database database;
  private final ObjectMapper json;

  TrainingJobs(Database database, ObjectMapper json) {
    this.database = database;
    this.json = json;
  }

  /**
   * A job with what only its steps need.
   *
   * @param remoteModel the id of its model at W&amp;B
   * @param remoteJob its id at W&amp;B
   * @param afterEvent the id of the last event that was read
   */
  record Row(
      TrainingJob job,
      Optional<String> remoteModel,
      Optional<String> remoteJob,
      Optional<String> afterEvent) {}

  /**
   * Adds a job.
   *
   * @return false if so many are being prepared that it was not added
   */
  boolean add(
      UUID id,
      TrainingRequest request,
      String name,
      boolean simulated,
      Instant now,
      Instant until,
      String by) {
    return database.update(
            """
        insert into training_job (id, game_id, entity, project, name, base_model, request, state,
          prepare_until, training_file, simulated, created_at, created_by)
        select :id, :game, :entity, :project, :name, :baseModel, :request, 'preparing',
          :until, :file, :simulated, :now, :by
        where (select count(*) from training_job where state = 'preparing' and prepare_until >= :now) < :most
        """,
            parameters -> {
              parameters.setObject("id", id);
              parameters.setString("game", request.query().game());
              parameters.setString("entity", request.entity());
              parameters.setString("project", request.projectName());
              parameters.setString("name", name);
              parameters.setString("baseModel", request.baseModel());
              parameters.setString("request", request.stored().toString());
              parameters.setInstant("until", until);
              parameters.setString("file", request.trainingFile());
              parameters.setBoolean("simulated", simulated);
              parameters.setInstant("now", now);
              parameters.setString("by", by);
              parameters.setInt("most", MAX_PREPARING);
            })
        > 0;
  }

  /** A page, the newest first. */
  List<TrainingJob> page(Instant now, int offset, int limit) {
    return database.query(
        COLUMNS + "order by created_at desc, id desc offset :offset limit :limit",
        parameters -> {
          parameters.setInstant("now", now);
          parameters.setInt("offset", offset);
          parameters.setInt("limit", limit);
        },
        row -> row(row).job());
  }

  Optional<Row> find(UUID id, Instant now) {
    return database.first(
        COLUMNS + "where id = :id",
        parameters -> {
          parameters.setInstant("now", now);
          parameters.setObject("id", id);
        },
        this::row);
  }

  /**
   * The other jobs that have the model of this one, or are about to, the newest first.
   *
   * @param lock whether they stay locked until the caller's transaction ends
   */
  List<UUID> sameModel(Row row, Instant now, boolean lock) {
    var job = row.job();
    var all =
        database.query(
            """
            select id from training_job
            where state <> 'deleted' and simulated = :simulated and (id = :id or remote_model = :model
              or (remote_model is null and state = 'preparing' and prepare_until >= :now
                and entity || '/' || project = :project and name = :name))
            order by created_at desc, id desc
            """
                + (lock ? " for update" : ""),
            parameters -> {
              parameters.setObject("id", job.id());
              parameters.setBoolean("simulated", job.simulated());
              parameters.setString("model", row.remoteModel());
              parameters.setInstant("now", now);
              parameters.setString("project", job.project());
              parameters.setString("name", job.name());
            },
            each -> each.getObject(1, UUID.class));
    return all.stream().filter(each -> !each.equals(job.id())).toList();
  }

  /**
   * Notes what was prepared, as soon as it is: what was created at W&amp;B can be deleted there.
   */
  void created(UUID id, String remoteModel) {
    change(id, "remote_model = :value", remoteModel, "preparing");
  }

  void uploaded(UUID id, String file, long turns) {
    database.update(
        "update training_job set training_file = :file, turns = :turns where id = :id",
        parameters -> {
          parameters.setObject("id", id);
          parameters.setString("file", file);
          parameters.setLong("turns", turns);
        });
  }

  void started(UUID id, String remoteJob) {
    change(id, "remote_job = :value, state = 'running'", remoteJob, "preparing");
  }

  void failed(UUID id, String error, Instant now) {
    database.update(
        """
        update training_job set state = 'failed', error = :error, ended_at = :now
        where id = :id and state in ('preparing', 'running')
        """,
        parameters -> {
          parameters.setObject("id", id);
          parameters.setString("error", error.replace("\0", ""));
          parameters.setInstant("now", now);
        });
  }

  void completed(UUID id, String checkpoint, Instant now) {
    database.update(
        """
        update training_job set state = 'completed', checkpoint = :checkpoint, ended_at = :now
        where id = :id and state = 'running'
        """,
        parameters -> {
          parameters.setObject("id", id);
          parameters.setString("checkpoint", checkpoint);
          parameters.setInstant("now", now);
        });
  }

  void deleted(UUID id) {
    database.update(
        "update training_job set state = 'deleted' where id = :id",
        parameters -> parameters.setObject("id", id));
  }

  private void change(UUID id, String change, String value, String state) {
    database.update(
        "update training_job set " + change + " where id = :id and state = :state",
        parameters -> {
          parameters.setObject("id", id);
          parameters.setString("value", value);
          parameters.setString("state", state);
        });
  }

  /** Adds events that are new, and moves on to the last of them; reading one twice adds it once. */
  void add(UUID id, List<Event> events) {
    if (events.isEmpty()) {
      return;
    }
    database.batch(
        """
        insert into training_event (job_id, id, type, data, seen_at)
        values (:job, :id, :type, :data, :at) on conflict (job_id, id) do nothing
        """,
        events,
        (parameters, event) -> {
          parameters.setObject("job", id);
          parameters.setString("id", event.id());
          parameters.setString("type", event.type());
          parameters.setString("data", event.data().toString());
          parameters.setInstant("at", event.seenAt());
        });
    var numbers =
        events.stream()
            .filter(event -> event.type().equals("gradient_step"))
            .reduce((_, later) -> later)
            .map(event -> event.data().toString());
    database.update(
        """
        update training_job set after_event = :after, metrics = coalesce(:metrics, metrics)
        where id = :id
        """,
        parameters -> {
          parameters.setObject("id", id);
          parameters.setString("after", events.getLast().id());
          parameters.setString("metrics", numbers);
        });
  }

  /** The newest events first. */
  List<Event> events(UUID id) {
    return database.query(
        """
        select id, type, data, seen_at from training_event where job_id = :id
        order by ordinal desc limit :limit
        """,
        parameters -> {
          parameters.setObject("id", id);
          parameters.setInt("limit", MAX_EVENTS);
        },
        row ->
            new Event(
                row.getString("id"),
                row.getString("type"),
                tree(row.getString("data")),
                row.getTimestamp("seen_at").toInstant()));
  }

  private Row row(ResultSet row) throws SQLException {
    var turns = row.getLong("turns");
    var counted = row.wasNull() ? Optional.<Long>empty() : Optional.of(turns);
    return new Row(
        new TrainingJob(
            row.getObject("id", UUID.class),
            row.getString("game_id"),
            row.getString("entity") + '/' + row.getString("project"),
            row.getString("name"),
            row.getString("base_model"),
            tree(row.getString("request")),
            row.getString("state"),
            counted,
            Optional.ofNullable(row.getString("training_file")),
            tree(row.getString("metrics")),
            Optional.ofNullable(row.getString("checkpoint")),
            Optional.ofNullable(row.getString("error")),
            row.getBoolean("simulated"),
            row.getTimestamp("created_at").toInstant(),
            row.getString("created_by"),
            Optional.ofNullable(row.getTimestamp("ended_at")).map(Timestamp::toInstant)),
        Optional.ofNullable(row.getString("remote_model")),
        Optional.ofNullable(row.getString("remote_job")),
        Optional.ofNullable(row.getString("after_event")));
  }

  private JsonNode tree(String stored) {
    try {
      return stored == null ? NullNode.getInstance() : json.readTree(stored);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
