package dev.ziggurat.games;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.experiment.Experiment;
import dev.ziggurat.experiment.Variant;
import dev.ziggurat.experiment.VariantReader;
import dev.ziggurat.experiment.VariantSchema;
import dev.ziggurat.games.experiments.ExperimentFields;
import dev.ziggurat.games.experiments.ExperimentLines;
import dev.ziggurat.games.experiments.ExperimentReader;
import dev.ziggurat.guardrails.GuardrailList;
import dev.ziggurat.guardrails.GuardrailReader;
import dev.ziggurat.guardrails.GuardrailSchema;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.httpworld.WorldAddress;
import dev.ziggurat.ledger.GameBudget;
import dev.ziggurat.ledger.GameBudgetFields;
import dev.ziggurat.ledger.GameBudgetReader;
import dev.ziggurat.memory.MemoryReader;
import dev.ziggurat.memory.MemorySchema;
import dev.ziggurat.memory.MemorySettings;
import dev.ziggurat.tick.StoredGame;
import dev.ziggurat.world.Agent;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The fields of a game in a request. */
@Schema(name = "GameFields")
public record GameFields(
    @Schema(
            implementation = String.class,
            pattern = GameFields.ID,
            description =
                "Unique, also among deleted games. Required for a new game, never changed")
        FieldValue<String> id,
    @Schema(
            implementation = String.class,
            maxLength = GameFields.NAME_CHARACTERS,
            description = "Required for a new game")
        FieldValue<String> name,
    @Schema(
            implementation = Object.class,
            anyOf = {String.class, WorldAddress.class},
            description =
                "The kind of its world, one of /api/worlds, or the address of a world; default: the"
                    + " first kind. The kind is never changed, the address when the world has moved")
        FieldValue<ChosenWorld> world,
    @Schema(
            implementation = Object.class,
            description =
                "The world's settings, see its schema at /api/worlds; only for a new game")
        FieldValue<ObjectNode> worldSettings,
    @Schema(
            implementation = Long.class,
            description = "Seed of the random numbers; default: random; never changed")
        FieldValue<Long> seed,
    @Schema(
            implementation = String.class,
            enumeration = {StoredGame.RUNNING, StoredGame.PAUSED},
            description = "default running; a paused game is not ticked")
        FieldValue<String> state,
    @Schema(
            implementation = Long.class,
            minimum = "1000",
            maximum = "31622400000",
            description = "Time between scheduled slots. Required for a new game")
        FieldValue<Duration> periodMillis,
    @Schema(
            implementation = Long.class,
            nullable = true,
            maximum = "3600000",
            description =
                "Time limit of a tick if its trigger sets none; ziggurat.tick.budget when null")
        FieldValue<Duration> budgetMillis,
    @Schema(
            implementation = Integer.class,
            nullable = true,
            minimum = "1",
            maximum = "512",
            description = "Max concurrent agent calls; ziggurat.tick.width when null")
        FieldValue<Long> width,
    @Schema(
            implementation = Integer.class,
            nullable = true,
            minimum = "1",
            maximum = "32",
            description =
                "Max agents asked in one call to a model, which then sees the prompts of all of them;"
                    + " a call for each when null or 1")
        FieldValue<Long> batch,
    @Schema(
            implementation = Object.class,
            anyOf = {AgentFields[].class, Integer.class},
            description =
                "The initial agents, or how many the world generates; only for a new game")
        FieldValue<List<Agent>> agents,
    @Schema(
            implementation = GuardrailSchema[].class,
            nullable = true,
            maxItems = GuardrailList.MOST,
            description = "Checks of prompts and answers of its agents, in order; none when null")
        FieldValue<GuardrailList> guardrails,
    @Schema(
            implementation = MemorySchema.class,
            nullable = true,
            description = "What its agents remember, and what it may cost; nothing when null")
        FieldValue<MemorySettings> memory,
    @Schema(
            implementation = GameBudgetFields.class,
            nullable = true,
            description = "What it may spend on models; replaced as a whole, no limits when null.")
        FieldValue<GameBudget> budget,
    @Schema(
            implementation = Integer.class,
            nullable = true,
            minimum = "1",
            maximum = "3650",
            description =
                "For how many days texts of its prompts and answers are kept, which training needs;"
                    + " ziggurat.tick.keep-texts when null")
        FieldValue<Long> keepTextsDays,
    @Schema(
            implementation = VariantSchema.class,
            nullable = true,
            description =
                "With what its agents are asked outside of experiments; replaced as a whole, as the"
                    + " settings say when null")
        FieldValue<Variant> variant,
    @Schema(
            implementation = ExperimentLines.ExperimentLine[].class,
            nullable = true,
            maxItems = Experiment.MOST_OPEN,
            description = "Its drafts and its running experiment, as exported; only for a new game")
        FieldValue<List<ExperimentFields>> experiments,
    @Schema(
            implementation = Boolean.class,
            description = "false restores a deleted game; only in a change")
        FieldValue<Boolean> deleted) {

  static final String ID = "[a-z0-9][a-z0-9-]{0,39}";
  static final int NAME_CHARACTERS = 100;

  static final List<String> OF_A_NEW_ONE =
      List.of(
          "id",
          "name",
          "world",
          "worldSettings",
          "seed",
          "state",
          "periodMillis",
          "budgetMillis",
          "width",
          "batch",
          "agents",
          GuardrailReader.FIELD,
          MemoryReader.FIELD,
          GameBudgetReader.FIELD,
          "keepTextsDays",
          VariantReader.FIELD,
          ExperimentReader.FIELD);

  static final List<String> OF_A_CHANGE =
      List.of(
          "id",
          "name",
          "world",
          "seed",
          "state",
          "periodMillis",
          "budgetMillis",
          "width",
          "batch",
          GuardrailReader.FIELD,
          MemoryReader.FIELD,
          GameBudgetReader.FIELD,
          "keepTextsDays",
          VariantReader.FIELD,
          "deleted");
}
