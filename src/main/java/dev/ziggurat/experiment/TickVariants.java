package dev.ziggurat.experiment;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * With what the agents of a tick are asked.
 *
 * @param ofGame outside of experiments, and where an arm says nothing
 * @param arms of the experiments that turns of the tick are part of, by name
 */
public record TickVariants(Variant ofGame, Map<String, List<Arm>> arms) {

  /** Leaves everything to the settings. */
  public static final TickVariants NONE = new TickVariants(Variant.NONE, Map.of());

  /** The variant of a turn in this arm. */
  public Variant of(Optional<AssignedArm> assigned) {
    return assigned.flatMap(this::arm).map(arm -> arm.variant().over(ofGame)).orElse(ofGame);
  }

  private Optional<Arm> arm(AssignedArm assigned) {
    return arms.getOrDefault(assigned.experiment(), List.of()).stream()
        .filter(arm -> arm.name().equals(assigned.arm()))
        .findFirst();
  }
}
