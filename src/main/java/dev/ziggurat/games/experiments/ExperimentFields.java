package dev.ziggurat.games.experiments;

import dev.ziggurat.experiment.Arm;
import dev.ziggurat.experiment.ArmReader;
import dev.ziggurat.experiment.Experiment;
import dev.ziggurat.http.FieldValue;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The fields of an experiment in a request. */
@Schema(name = "ExperimentFields")
public record ExperimentFields(
    @Schema(
            implementation = String.class,
            pattern = ArmReader.NAME,
            description = "Unique in its game. Required for a new experiment, never changed")
        FieldValue<String> name,
    @Schema(
            implementation = ArmView[].class,
            minItems = 2,
            maxItems = Experiment.MOST_ARMS,
            description =
                "The first is the control, with which the others are compared. Required for a new"
                    + " experiment; once it runs, only their percents may change")
        FieldValue<List<Arm>> arms,
    @Schema(
            implementation = Integer.class,
            minimum = "1",
            maximum = "100",
            description =
                "The share of the agents that is enrolled; default 100. Once it runs, it may only"
                    + " grow, which moves no agent between arms")
        FieldValue<Long> rampPercent,
    @Schema(
            implementation = String.class,
            enumeration = {"draft", "running", "stopped"},
            description = "default draft; a draft may be set running, a running one stopped")
        FieldValue<String> state,
    @Schema(hidden = true) FieldValue<String> salt,
    @Schema(hidden = true) FieldValue<String> allocation) {

  static final List<String> ALL = List.of("name", ArmReader.FIELD, "rampPercent", "state");

  static final List<String> OF_A_LINE =
      List.of("name", ArmReader.FIELD, "rampPercent", "state", "salt", "allocation");
}
