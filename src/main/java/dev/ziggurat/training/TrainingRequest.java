package dev.ziggurat.training;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.http.Body;
import dev.ziggurat.training.trajectories.TrajectoryFilter;
import dev.ziggurat.training.trajectories.TrajectoryQuery;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What to train a model on, and how.
 *
 * @param project as {@code team/project}
 * @param name of the model; empty for one that is made up
 * @param trainingFile address of a training file that W&amp;B has already; empty to upload the
 *     turns
 */
record TrainingRequest(
    TrajectoryQuery query,
    String project,
    Optional<String> name,
    String baseModel,
    Optional<String> trainingFile,
    BigDecimal learningRate,
    Optional<Integer> batchSize) {

  private static final Pattern GAME = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]{0,99}");
  private static final Pattern PROJECT = Pattern.compile("[\\w.-]{1,100}/[\\w.-]{1,100}");
  private static final Pattern ARTIFACT =
      Pattern.compile("wandb-artifact:///[\\w.-]+/[\\w.-]+/[\\w.-]+:[\\w.-]+");
  private static final BigDecimal LEAST_RATE = new BigDecimal("0.00000001");
  private static final BigDecimal USUAL_RATE = new BigDecimal("0.0001");
  private static final int RATE_DECIMALS = 10;
  private static final int MAX_BATCH = 1_024;
  private static final int MAX_TEXT = 200;

  private static final List<String> KNOWN =
      List.of(
          "game",
          "project",
          "name",
          "baseModel",
          "model",
          "from",
          "to",
          "minRewardQuantile",
          "horizon",
          "trainingFile",
          "learningRate",
          "batchSize");

  /** The body of {@code POST /api/admin/training-jobs}, for OpenAPI. */
  @Schema(name = "NewTrainingJob")
  record Fields(
      @Schema(required = true) String game,
      @Schema(required = true, examples = "OpenPipe/Qwen3-14B-Instruct") String baseModel,
      @Schema(nullable = true, description = "The model's name at W&B; null: one is made up")
          String name,
      @Schema(nullable = true, description = "As team/project; null: WANDB_PROJECT") String project,
      @Schema(nullable = true, description = "Only turns that this model answered") String model,
      @Schema(nullable = true, type = SchemaType.STRING, format = "date-time") String from,
      @Schema(nullable = true, type = SchemaType.STRING, format = "date-time") String to,
      @Schema(nullable = true, minimum = "0", maximum = "1") Double minRewardQuantile,
      @Schema(nullable = true, minimum = "0", maximum = "1000", defaultValue = "1") Integer horizon,
      @Schema(
              nullable = true,
              description =
                  "A training file that W&B has, as wandb-artifact:///team/project/name:v0; null: the turns are uploaded")
          String trainingFile,
      @Schema(nullable = true, defaultValue = "0.0001") BigDecimal learningRate,
      @Schema(nullable = true, minimum = "1", maximum = "1024") Integer batchSize) {}

  /**
   * Reads a body.
   *
   * @param usualProject the project unless the body names one
   * @throws dev.ziggurat.http.InvalidField naming the field that is wrong
   */
  static TrainingRequest read(
      JsonNode sent, Optional<String> usualProject, List<String> baseModels) {
    var body = Body.of(sent, KNOWN);
    var project = body.word("project", PROJECT);
    var quantile =
        body.decimal("minRewardQuantile", BigDecimal.ZERO, BigDecimal.ONE, RATE_DECIMALS);
    var horizon = body.number("horizon", 0, TrajectoryQuery.MAX_HORIZON);
    return new TrainingRequest(
        TrajectoryFilter.read(
            body.word("game", GAME).required(),
            body.line("model", MAX_TEXT).value(),
            body.line("from", MAX_TEXT).value(),
            body.line("to", MAX_TEXT).value(),
            quantile.value().map(BigDecimal::toPlainString),
            horizon.value().map(String::valueOf)),
        project
            .value()
            .or(() -> usualProject)
            .orElseThrow(
                () ->
                    project.wrong(
                        "is required, as team/project, or set WANDB_PROJECT to the usual one")),
        body.word("name", NAME).value(),
        body.oneOf("baseModel", baseModels).required(),
        body.word("trainingFile", ARTIFACT).value(),
        body.decimal("learningRate", LEAST_RATE, BigDecimal.ONE, RATE_DECIMALS).orElse(USUAL_RATE),
        body.number("batchSize", 1, MAX_BATCH).value().map(Long::intValue));
  }

  String entity() {
    return project.substring(0, project.indexOf('/'));
  }

  String projectName() {
    return project.substring(project.indexOf('/') + 1);
  }

  /** As it is stored and shown. */
  ObjectNode stored() {
    var stored = JsonNodeFactory.instance.objectNode();
    query.model().ifPresent(model -> stored.put("model", model));
    query.from().ifPresent(from -> stored.put("from", from.toString()));
    query.to().ifPresent(to -> stored.put("to", to.toString()));
    query.minRewardQuantile().ifPresent(least -> stored.put("minRewardQuantile", least));
    stored.put("horizon", query.horizon());
    stored.put("learningRate", learningRate);
    batchSize.ifPresent(size -> stored.put("batchSize", size));
    return stored;
  }
}
