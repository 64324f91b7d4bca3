package dev.ziggurat.games.experiments;

import dev.ziggurat.db.Versioned;
import dev.ziggurat.experiment.Experiment;
import dev.ziggurat.experiment.LookResult;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * An experiment with its newest results.
 *
 * @param state {@code draft}, {@code running} or {@code stopped}
 * @param salt of the hash by which agents are assigned
 * @param rampPercent the share of the agents that is enrolled
 * @param arms the control first
 * @param winner the arm that was chosen; empty before
 * @param startTick the last tick before it began; empty for a draft
 * @param warnings arms that cannot be asked as they say, because their models left the catalogue
 * @param last the newest results; empty before the first
 * @param nextLookTick the tick after which results are computed next; empty unless it runs
 */
@Schema(name = "Experiment")
public record ExperimentView(
    String game,
    String name,
    String state,
    String salt,
    int rampPercent,
    List<ArmView> arms,
    Optional<String> winner,
    Optional<Long> startTick,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> stoppedAt,
    List<String> warnings,
    Optional<LookResult> last,
    Optional<Long> nextLookTick,
    long version)
    implements Versioned {

  static ExperimentView of(
      Experiment experiment, List<String> warnings, Optional<LookResult> last, long next) {
    return new ExperimentView(
        experiment.game(),
        experiment.name(),
        experiment.state().id(),
        experiment.salt(),
        experiment.rampPercent(),
        ArmView.of(experiment.arms()),
        experiment.winner(),
        experiment.startTick().stream().boxed().findFirst(),
        experiment.createdAt(),
        experiment.startedAt(),
        experiment.stoppedAt(),
        warnings,
        last,
        Optional.of(next).filter(_ -> experiment.state() == Experiment.State.RUNNING),
        experiment.version());
  }
}
