package dev.ziggurat.training;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Finds the agents that have a trained model, or would get it back. */
@Singleton
class AgentUses {

  private static final int MAX_GAMES = 50;
  private static final int SHOWN = 3;

  private final Database database;
  private final CheckpointNames names;

  AgentUses(Database database, CheckpointNames names) {
    this.database = database;
    this.names = names;
  }

  /** The agents of each game, except deleted ones, as a noun. */
  List<String> of(TrainingJob job) {
    var uses =
        new ArrayList<>(
            agents(
                "",
                """
                select game_id, handle from agent where model = any(:names) and deleted_at is null
                """,
                meaning(job, "select distinct model from agent where model is not null")));
    // Who was given another model gets this one back when that one is taken back.
    uses.addAll(
        agents(
            " (gets it back)",
            """
            select given.game_id, given.handle from training_use given
            join training_job on training_job.id = given.job_id
            join agent on agent.game_id = given.game_id and agent.handle = given.handle
              and agent.model = training_job.checkpoint and agent.deleted_at is null
            where given.taken_back_at is null and given.previous_model = any(:names)
            """,
            meaning(
                job,
                """
                select distinct previous_model from training_use
                where taken_back_at is null and previous_model is not null
                """)));
    return uses;
  }

  private List<String> meaning(TrainingJob job, String all) {
    return database.query(all, _ -> {}, row -> row.getString(1)).stream()
        .filter(name -> names.checkpoint(name).filter(job::hasCheckpoint).isPresent())
        .toList();
  }

  private List<String> agents(String how, String having, List<String> models) {
    return models.isEmpty()
        ? List.of()
        : database.query(
            """
            select game_id, count(*), array_to_string((array_agg(handle order by handle))[1:%d], ', ')
            from (%s) as having_it join game on game.id = game_id and game.deleted_at is null
            group by game_id order by game_id limit %d
            """
                .formatted(SHOWN, having, MAX_GAMES),
            parameters -> parameters.setTexts("names", models),
            row -> {
              var more = row.getLong(2) - SHOWN;
              return "agents of the game %s: %s%s%s"
                  .formatted(
                      row.getString(1),
                      row.getString(3),
                      more > 0 ? " and %,d more".formatted(more) : "",
                      how);
            });
  }
}
