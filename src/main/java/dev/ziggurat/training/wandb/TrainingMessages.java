package dev.ziggurat.training.wandb;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.math.BigDecimal;
import java.util.List;

/** Bodies of the training API. Fields of answers may be null. */
final class TrainingMessages {

  private TrainingMessages() {}

  /** The body of {@code POST /preview/models}. */
  @RegisterForReflection
  record NewTrainedModel(
      String entity,
      String project,
      String name,
      @JsonProperty("base_model") String baseModel,
      @JsonProperty("return_existing") boolean returnExisting) {}

  /** Its answer. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record TrainedModel(
      String id,
      String entity,
      String project,
      String name,
      @JsonProperty("base_model") String baseModel,
      @JsonProperty("run_id") String runId) {}

  /** The body of {@code POST /preview/sft-training-jobs}. */
  @RegisterForReflection
  record NewSftJob(
      @JsonProperty("model_id") String modelId,
      @JsonProperty("training_data_url") String trainingDataUrl,
      SftSettings config) {}

  /** How a model is trained. */
  @RegisterForReflection
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record SftSettings(
      @JsonProperty("learning_rate") BigDecimal learningRate,
      @JsonProperty("batch_size") Integer batchSize) {}

  /** The answer to a job that was started. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record StartedJob(String id) {}

  /** A page of events, the oldest first. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record EventPage(List<Event> data, @JsonProperty("has_more") boolean hasMore) {}

  /** An event of a job. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Event(String id, String type, JsonNode data) {}

  /** A page of checkpoints. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record CheckpointPage(List<Checkpoint> data, @JsonProperty("has_more") boolean hasMore) {}

  /** A checkpoint of a model. */
  @RegisterForReflection
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Checkpoint(String id, Long step, JsonNode metrics) {}
}
