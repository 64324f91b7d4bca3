package dev.ziggurat.games.experiments;

import dev.ziggurat.experiment.Arm;
import dev.ziggurat.experiment.ArmReader;
import dev.ziggurat.experiment.Variant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An arm of an experiment.
 *
 * @param percent the share of the enrolled agents that it is to have
 * @param model requested first; empty for that of the game or the settings
 * @param temperature empty for that of the game, or the provider's default
 * @param instructions a text in front of each agent's own part of its prompt; empty for that of the
 *     game
 */
@Schema(name = "ExperimentArm")
public record ArmView(
    @Schema(pattern = ArmReader.NAME) String name,
    @Schema(minimum = "1", maximum = "99") int percent,
    @Schema(nullable = true, maxLength = 200) Optional<String> model,
    @Schema(nullable = true, minimum = "0", maximum = "2") Optional<Double> temperature,
    @Schema(nullable = true, maxLength = Variant.INSTRUCTION_CHARACTERS)
        Optional<String> instructions) {

  static List<ArmView> of(List<Arm> arms) {
    return arms.stream().map(ArmView::of).toList();
  }

  private static ArmView of(Arm arm) {
    var variant = arm.variant();
    return new ArmView(
        arm.name(),
        arm.percent(),
        variant.model(),
        variant.temperature().stream().boxed().findFirst(),
        variant.instructions());
  }
}
