package dev.ziggurat.games;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.tick.StoredGame;
import dev.ziggurat.world.Agent;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** What a body says of a game. */
@Schema(name = "GameFields")
public record GameFields(
    @Schema(
            implementation = String.class,
            pattern = GameFields.ID,
            description = "Unique for ever. Required of a new game, never changed")
        FieldValue<String> id,
    @Schema(
            implementation = String.class,
            maxLength = GameFields.NAME_CHARACTERS,
            description = "Required of a new game")
        FieldValue<String> name,
    @Schema(
            implementation = String.class,
            description =
                "The world it plays, one of those that /api/worlds lists; the first of them unless"
                    + " said, never changed")
        FieldValue<String> world,
    @Schema(
            implementation = Object.class,
            description =
                "What it is founded with, as its world at /api/worlds says; only of a new game")
        FieldValue<ObjectNode> worldSettings,
    @Schema(
            implementation = Long.class,
            description = "What chance follows from; drawn unless said, never changed")
        FieldValue<Long> seed,
    @Schema(
            implementation = String.class,
            enumeration = {StoredGame.RUNNING, StoredGame.PAUSED},
            description = "running unless said; a paused game is not ticked")
        FieldValue<String> state,
    @Schema(
            implementation = Long.class,
            minimum = "1000",
            maximum = "31622400000",
            description = "How far apart its scheduled slots are. Required of a new game")
        FieldValue<Duration> periodMillis,
    @Schema(
            implementation = Long.class,
            nullable = true,
            maximum = "3600000",
            description =
                "How long a tick may take whose trigger does not say; ziggurat.tick.budget when null")
        FieldValue<Duration> budgetMillis,
    @Schema(
            implementation = Integer.class,
            nullable = true,
            minimum = "1",
            maximum = "512",
            description = "How many agents think at once; ziggurat.tick.width when null")
        FieldValue<Long> width,
    @Schema(
            implementation = Object.class,
            anyOf = {AgentFields[].class, Integer.class},
            description =
                "Agents to found the game with, or how many its world draws up; only of a new game")
        FieldValue<List<Agent>> agents,
    @Schema(
            implementation = Boolean.class,
            description = "false brings back a game that was deleted; only when changing one")
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
          "agents");

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
          "deleted");
}
