package dev.ziggurat.training;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A training job.
 *
 * @param project where the model is at W&amp;B, as {@code team/project}
 * @param name of the model at W&amp;B
 * @param request what was asked for: the turns, and how to train
 * @param state {@code preparing, running, completed, failed, deleted}
 * @param turns how many turns the training file has; null if it was given
 * @param trainingFile address of the training file
 * @param metrics the numbers of the last event that had some; null before
 * @param checkpoint the trained model, as agents name it; null before it is there
 * @param error why it failed; null if it did not
 * @param simulated whether the simulator played W&amp;B
 */
@RegisterForReflection
public record TrainingJob(
    UUID id,
    String game,
    String project,
    String name,
    String baseModel,
    JsonNode request,
    @Schema(enumeration = {"preparing", "running", "completed", "failed", "deleted"}) String state,
    Optional<Long> turns,
    Optional<String> trainingFile,
    JsonNode metrics,
    Optional<String> checkpoint,
    Optional<String> error,
    boolean simulated,
    Instant createdAt,
    String createdBy,
    Optional<Instant> endedAt) {

  /** Whether the model can be used. */
  public boolean isUsable() {
    return state.equals("completed") && checkpoint.isPresent();
  }

  /** Whether this is a checkpoint of its model, of whichever step. */
  boolean hasCheckpoint(String checkpoint) {
    return checkpoint.startsWith("wandb-artifact:///%s/%s:".formatted(project, name));
  }

  /** Whether it may still change by itself. */
  public boolean isUnderWay() {
    return state.equals("preparing") || state.equals("running");
  }

  /**
   * A job with all that happened.
   *
   * @param events the newest first, at most a thousand
   * @param uses the agents that have the model, or had it, the newest first
   * @param sameModel the other jobs that train the same model, the newest first: while there are
   *     some, deleting this one leaves the model
   * @param unreachable why W&amp;B did not tell its news just now; null if it did
   */
  @RegisterForReflection
  @Schema(name = "TrainingJobDetail")
  public record Detail(
      TrainingJob job,
      List<Event> events,
      List<Use> uses,
      List<UUID> sameModel,
      Optional<String> unreachable) {}

  /**
   * An event that W&amp;B told.
   *
   * @param type {@code training_started, gradient_step, training_ended, training_failed}
   * @param data its numbers, or {@code error_message}
   * @param seenAt when it was read
   */
  @RegisterForReflection
  @Schema(name = "TrainingEvent")
  public record Event(String id, String type, JsonNode data, Instant seenAt) {}

  /**
   * An agent that was given the model.
   *
   * @param previousModel the model of its own that it had before; null if none
   * @param takenBackAt when it got that one again; null if it has not
   */
  @RegisterForReflection
  @Schema(name = "TrainedModelUse")
  public record Use(
      String game,
      String handle,
      Optional<String> previousModel,
      Instant givenAt,
      String givenBy,
      Optional<Instant> takenBackAt,
      Optional<String> takenBackBy) {

    /** Whether the model was not taken back. */
    public boolean isNow() {
      return takenBackAt.isEmpty();
    }
  }
}
