package dev.ziggurat.training;

import dev.ziggurat.audit.Audit;
import dev.ziggurat.db.Database;
import dev.ziggurat.training.TrainingJobs.Row;
import dev.ziggurat.training.wandb.ServerlessTraining;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Map;

/**
 * Deletes jobs, and the model at W&amp;B with the last job that has it: jobs of the same name train
 * the same model.
 */
@Singleton
class TrainedModelDeletion {

  private final Database database;
  private final TrainingLookup lookup;
  private final TrainingJobs jobs;
  private final TrainedModelUses uses;
  private final ServerlessTraining training;
  private final Audit audit;
  private final InstantSource time;

  TrainedModelDeletion(
      Database database,
      TrainingLookup lookup,
      TrainingJobs jobs,
      TrainedModelUses uses,
      ServerlessTraining training,
      Audit audit,
      InstantSource time) {
    this.database = database;
    this.lookup = lookup;
    this.jobs = jobs;
    this.uses = uses;
    this.training = training;
    this.audit = audit;
    this.time = time;
  }

  /**
   * Deletes a job; one that is deleted already stays so.
   *
   * @throws HttpProblem 409 if it is being prepared or its model is in use, 502 if W&amp;B does not
   *     delete the model
   */
  void delete(Row row) {
    if (row.job().state().equals("preparing")) {
      throw lookup.conflict("id: the job is being prepared: wait until it runs or has failed");
    }
    if (row.job().state().equals("deleted") || database.inTransaction(() -> leftToOthers(row))) {
      return;
    }
    row.remoteModel().ifPresent(model -> deleteModel(row.job(), model));
    deleted(row.job(), row.remoteModel().isPresent());
  }

  private void deleteModel(TrainingJob job, String model) {
    var using = uses.agentsWith(job.project(), job.name());
    if (using > 0) {
      throw lookup.conflict(
          "id: %,d agents have this model: take it back from them first".formatted(using));
    }
    lookup.asking(() -> training.deleteModel(model, job.baseModel()));
  }

  /** Deletes only the job if others have its model, in the caller's transaction. */
  private boolean leftToOthers(Row row) {
    if (row.remoteModel().isEmpty() || jobs.lockSameModel(row, time.instant()).isEmpty()) {
      return false;
    }
    var using = uses.given(row.job().id());
    if (using > 0) {
      throw lookup.conflict(
          "id: %,d agents were given the model from this job: take it back from them first"
              .formatted(using));
    }
    deleted(row.job(), false);
    return true;
  }

  private void deleted(TrainingJob job, boolean withModel) {
    jobs.deleted(job.id());
    audit.record(
        "training.delete",
        "training-jobs/" + job.id(),
        Map.of("name", job.name(), "modelDeleted", withModel));
  }
}
