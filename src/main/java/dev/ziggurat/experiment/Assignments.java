package dev.ziggurat.experiment;

import dev.ziggurat.db.Database;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.util.ArrayList;

/** Assigns the turns of a tick to the arms of the running experiment, if there is one. */
@Singleton
public class Assignments {

  private final Database database;
  private final ExperimentStore experiments;
  private final VariantReader variants;

  Assignments(Database database, ExperimentStore experiments, VariantReader variants) {
    this.database = database;
    this.experiments = experiments;
    this.variants = variants;
  }

  /**
   * Writes the arm of each enrolled agent to its turn, in the caller's transaction, in which the
   * turns were created. Agents with a model of their own, and those for which no model decides, are
   * not enrolled. A runner that takes the tick over finds the arms as they are written.
   */
  public void assign(String game, long tick) {
    experiments
        .running(game)
        .ifPresent(
            experiment ->
                database.joiningManyRows(
                    () -> {
                      assign(experiment, tick);
                      return null;
                    }));
  }

  private void assign(Experiment experiment, long tick) {
    for (var warning : variants.warnings(experiment.arms())) {
      Log.warnf(
          "Tick %d of %s, experiment %s, %s", tick, experiment.game(), experiment.name(), warning);
    }
    var handles = new ArrayList<String>();
    var arms = new ArrayList<String>();
    database
        .query(
            """
            select handle from turn join agent using (game_id, handle)
            where game_id = :gameId and tick = :tick and agent.kind = 'model' and agent.model is null
            """,
            parameters -> {
              parameters.setString("gameId", experiment.game());
              parameters.setLong("tick", tick);
            },
            row -> row.getString(1))
        .forEach(
            handle ->
                experiment
                    .armOf(handle)
                    .ifPresent(
                        arm -> {
                          handles.add(handle);
                          arms.add(arm.name());
                        }));
    database.update(
        """
        update turn set experiment = :experiment, arm = assigned.arm
        from unnest(:handles::text[], :arms::text[]) as assigned (handle, arm)
        where game_id = :gameId and tick = :tick and turn.handle = assigned.handle
        """,
        parameters -> {
          parameters.setString("experiment", experiment.name());
          parameters.setTexts("handles", handles);
          parameters.setTexts("arms", arms);
          parameters.setString("gameId", experiment.game());
          parameters.setLong("tick", tick);
        });
  }
}
