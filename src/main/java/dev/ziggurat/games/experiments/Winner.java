package dev.ziggurat.games.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.experiment.ArmReader;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import java.util.List;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** The fields of the choice of a winner in a request. */
@Schema(name = "ExperimentWinner")
public record Winner(
    @Schema(implementation = String.class, required = true, pattern = ArmReader.NAME)
        FieldValue<String> arm,
    @Schema(
            implementation = String.class,
            enumeration = {Winner.GAME, Winner.SETTINGS},
            description =
                "game (the default): its agents are asked with what the arm says from now on."
                    + " settings: the arm's model is chosen for its provider, which is then asked"
                    + " first, in all games and by the gateway")
        FieldValue<String> to) {

  static final String GAME = "game";
  static final String SETTINGS = "settings";

  private static final Pattern NAME = Pattern.compile(ArmReader.NAME);

  static Winner read(JsonNode sent) {
    var body = Body.of(sent, List.of("arm", "to"));
    return new Winner(body.word("arm", NAME), body.oneOf("to", List.of(GAME, SETTINGS)));
  }

  boolean toSettings() {
    return to.orElse(GAME).equals(SETTINGS);
  }
}
