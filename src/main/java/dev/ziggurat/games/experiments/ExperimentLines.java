package dev.ziggurat.games.experiments;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.audit.Audit;
import dev.ziggurat.experiment.ArmReader;
import dev.ziggurat.experiment.Experiment;
import dev.ziggurat.experiment.ExperimentStore;
import dev.ziggurat.experiment.Variant;
import dev.ziggurat.experiment.Variants;
import dev.ziggurat.http.FieldValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * What the line of a game says about how its agents are asked. Salts are part of it, so that an
 * imported game assigns its agents to the same arms.
 */
@Singleton
public class ExperimentLines {

  private final ExperimentChanges changes;
  private final ExperimentStore experiments;
  private final Variants variants;
  private final Audit audit;

  ExperimentLines(
      ExperimentChanges changes, ExperimentStore experiments, Variants variants, Audit audit) {
    this.changes = changes;
    this.experiments = experiments;
    this.variants = variants;
    this.audit = audit;
  }

  /** An experiment that is a draft or running. What it found is not part of it. */
  @RegisterForReflection
  @Schema(name = "ExperimentLine")
  public record ExperimentLine(
      String name,
      String state,
      String salt,
      int rampPercent,
      @Schema(implementation = ArmView[].class) JsonNode arms,
      @Schema(
              nullable = true,
              description = "Which arm has which of 10,000 buckets; by the percents when left out")
          String allocation) {

    private static ExperimentLine of(Experiment experiment) {
      return new ExperimentLine(
          experiment.name(),
          experiment.state().id(),
          experiment.salt(),
          experiment.rampPercent(),
          ArmReader.written(experiment.arms()),
          experiment.allocation().text());
    }
  }

  /** The drafts and the running experiment of a game. */
  public List<ExperimentLine> of(String game) {
    return experiments.open(game).stream().map(ExperimentLine::of).toList();
  }

  /**
   * Applies the fields of a game in the caller's transaction, in which the game is locked or new.
   * Experiments that exist stay as they are.
   */
  public void take(
      String game, FieldValue<Variant> variant, FieldValue<List<ExperimentFields>> lines) {
    var before = variants.of(game);
    var after = variant.over(Optional.of(before)).orElse(Variant.NONE);
    if (!after.equals(before)) {
      variants.save(game, after);
      audit.record(
          "game.variant", "games/" + game, Map.of("from", before.json(), "to", after.json()));
    }
    for (var line : lines.orElse(List.of())) {
      if (experiments.find(game, line.name().required()).isEmpty()) {
        changes.create(game, line, line.salt().required());
      }
    }
  }
}
