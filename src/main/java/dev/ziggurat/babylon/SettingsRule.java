package dev.ziggurat.babylon;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.world.InvalidSetting;
import java.util.Map;

/**
 * Changes the settings of the game, for what happens from now on; open markets stay as they are.
 */
record SettingsRule() implements InterventionRule {

  /** Settings that a game keeps, and why. */
  static final Map<String, String> KEPT =
      Map.of(
          "housePoints",
              "cannot be changed once the game exists, because they were minted at its founding;"
                  + " the house mints what it lacks",
          "startPoints",
              "cannot be changed once the game exists, because every agent's profit is counted from"
                  + " them; the intervention grant pays agents more");

  @Override
  public String type() {
    return "settings";
  }

  @Override
  public ObjectNode play(InterventionContext context) throws RefusedException {
    var sent = context.fields().json().deepCopy();
    sent.remove("type");
    for (var kept : KEPT.entrySet()) {
      if (context.fields().has(kept.getKey())) {
        throw RefusedException.malformed(kept.getKey() + ": " + kept.getValue());
      }
      sent.remove(kept.getKey());
    }
    var city = context.city();
    try {
      var changed = SettingsFormat.read(sent, city.settings());
      city.change(changed);
      var effect = InterventionContext.effect();
      var names = effect.putArray("changed");
      sent.fieldNames().forEachRemaining(names::add);
      return effect;
    } catch (InvalidSetting invalid) {
      throw RefusedException.malformed(invalid.getMessage());
    }
  }
}
