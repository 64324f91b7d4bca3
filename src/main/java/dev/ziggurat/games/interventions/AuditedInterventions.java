package dev.ziggurat.games.interventions;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.audit.Audit;
import dev.ziggurat.db.Database;
import dev.ziggurat.http.InvalidField;
import dev.ziggurat.tick.Intervene;
import dev.ziggurat.tick.Intervention;
import dev.ziggurat.tick.InterventionRefused;
import dev.ziggurat.world.Action;
import dev.ziggurat.world.Game;
import jakarta.inject.Singleton;
import java.util.Map;

/** Applies interventions of the caller and records them in the audit, applied or refused. */
@Singleton
public class AuditedInterventions {

  /** Far above the size of any valid intervention; its texts are journaled unchanged. */
  private static final int LONGEST = 100_000;

  private final Database database;
  private final Intervene intervene;
  private final VisibleInterventions visible;
  private final Audit audit;

  AuditedInterventions(
      Database database, Intervene intervene, VisibleInterventions visible, Audit audit) {
    this.database = database;
    this.intervene = intervene;
    this.visible = visible;
    this.audit = audit;
  }

  /**
   * Applies an intervention to a game.
   *
   * @param type the world's intervention type
   * @param fields the fields of the type
   * @throws InvalidField if it exceeds the size limit
   * @throws dev.ziggurat.tick.NoSuchGame if there is no such game
   * @throws dev.ziggurat.tick.GameBusy if a tick is running or was left unfinished
   * @throws InterventionRefused if the referee refuses it
   */
  public Intervention play(Game game, String type, ObjectNode fields) {
    var arguments = fields.deepCopy().put("type", type);
    if (arguments.toString().length() > LONGEST) {
      throw new InvalidField("body", "is longer than " + LONGEST + " characters");
    }
    try {
      return database.inTransaction(
          () -> {
            var played = intervene.run(game.id(), new Action(type, arguments), audit.who());
            audit.record(
                "intervention." + type,
                subject(game) + "/" + played.id(),
                Map.of("action", visible.shown(game, played).action(), "result", played.result()));
            return played;
          });
    } catch (InterventionRefused refused) {
      audit.record(
          "intervention.refused",
          subject(game),
          Map.of("type", type, "reason", refused.getMessage()));
      throw refused;
    }
  }

  private static String subject(Game game) {
    return "games/" + game.id() + "/interventions";
  }
}
