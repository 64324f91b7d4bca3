package dev.ziggurat.training;

import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.training.TrainingJobs.Row;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.core.Response;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/** Finds the job of a path, and says in problem documents what cannot be done with it. */
@Singleton
class TrainingLookup {

  private static final int UUID_CHARACTERS = 36;

  private final TrainingJobs jobs;
  private final InstantSource time;

  TrainingLookup(TrainingJobs jobs, InstantSource time) {
    this.jobs = jobs;
    this.time = time;
  }

  /**
   * The job of this id.
   *
   * @throws NotFoundException if there is none
   */
  Row row(String id) {
    return uuid(id)
        .flatMap(each -> jobs.find(each, time.instant()))
        .orElseThrow(
            () ->
                new NotFoundException(
                    "id: there is no training job '%s'; /api/admin/training-jobs lists them"
                        .formatted(id)));
  }

  private static Optional<UUID> uuid(String id) {
    try {
      return id.length() == UUID_CHARACTERS ? Optional.of(UUID.fromString(id)) : Optional.empty();
    } catch (IllegalArgumentException malformed) {
      return Optional.empty();
    }
  }

  /**
   * The trained model of a job.
   *
   * @throws HttpProblem 409 if it has none
   */
  String model(TrainingJob job) {
    return job.checkpoint()
        .filter(_ -> job.isUsable())
        .orElseThrow(
            () ->
                conflict("id: the job is %s, so there is no model to use".formatted(job.state())));
  }

  /**
   * Does something at W&amp;B.
   *
   * @throws HttpProblem 502 if W&amp;B does not
   */
  void asking(Runnable call) {
    try {
      call.run();
    } catch (ProviderFailure failed) {
      throw HttpProblem.valueOf(Response.Status.BAD_GATEWAY, failed.getMessage());
    }
  }

  HttpProblem conflict(String detail) {
    return HttpProblem.valueOf(Response.Status.CONFLICT, detail);
  }
}
