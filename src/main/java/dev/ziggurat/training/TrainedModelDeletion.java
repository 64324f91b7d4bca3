package dev.ziggurat.training;

import dev.ziggurat.audit.Audit;
import dev.ziggurat.catalogue.Catalogue;
import dev.ziggurat.catalogue.Origin;
import dev.ziggurat.db.Database;
import dev.ziggurat.http.IfMatch;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.models.ModelsResource;
import dev.ziggurat.training.TrainingJobs.Row;
import dev.ziggurat.training.wandb.ServerlessTraining;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Deletes jobs, and the model at W&amp;B with the last job that has it: jobs of the same name train
 * the same model.
 */
@Singleton
class TrainedModelDeletion {

  private static final int SHOWN = 8;

  private final Database database;
  private final TrainingLookup lookup;
  private final TrainingJobs jobs;
  private final TrainedModelUses uses;
  private final AgentUses agents;
  private final ModelUses models;
  private final Catalogue catalogue;
  private final ModelsResource registered;
  private final ServerlessTraining training;
  private final Audit audit;
  private final InstantSource time;

  TrainedModelDeletion(
      Database database,
      TrainingLookup lookup,
      TrainingJobs jobs,
      TrainedModelUses uses,
      AgentUses agents,
      ModelUses models,
      Catalogue catalogue,
      ModelsResource registered,
      ServerlessTraining training,
      Audit audit,
      InstantSource time) {
    this.database = database;
    this.lookup = lookup;
    this.jobs = jobs;
    this.uses = uses;
    this.agents = agents;
    this.models = models;
    this.catalogue = catalogue;
    this.registered = registered;
    this.training = training;
    this.audit = audit;
    this.time = time;
  }

  /**
   * Deletes a job, and its model also from the catalogue; one that is deleted already stays so.
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
    database.inTransaction(
        () -> {
          row.remoteModel().ifPresent(model -> uses.end(row.job(), model));
          deleted(row.job(), row.remoteModel().isPresent());
          return null;
        });
  }

  private void deleteModel(TrainingJob job, String model) {
    var uses = Stream.of(agents.of(job), models.of(job)).flatMap(List::stream).toList();
    if (!uses.isEmpty()) {
      throw lookup.conflict(
          "id: the model is in use: %s%s. Take it back from agents and choose another model there first"
              .formatted(
                  String.join("; ", uses.subList(0, Math.min(uses.size(), SHOWN))),
                  uses.size() > SHOWN ? "; and %,d more".formatted(uses.size() - SHOWN) : ""));
    }
    lookup.asking(() -> training.deleteModel(model, job.baseModel()));
    catalogue.listings().stream()
        .filter(listing -> listing.origin() == Origin.REGISTERED)
        .map(listing -> listing.entry())
        .filter(
            entry -> entry.provider().equals(Provider.WANDB.id()) && job.hasCheckpoint(entry.id()))
        .forEach(
            entry ->
                registered.undo(entry.provider(), entry.id(), IfMatch.fromString(IfMatch.ANY)));
  }

  /** Deletes only the job if others have its model, in the caller's transaction. */
  private boolean leftToOthers(Row row) {
    if (row.remoteModel().isEmpty() || jobs.sameModel(row, time.instant(), true).isEmpty()) {
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
