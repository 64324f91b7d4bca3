package dev.ziggurat.world;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A kind of intervention that a world offers to whoever operates a game.
 *
 * @param type its name, unique in its world
 * @param title what it does, in a few words such as {@code Open a market}
 * @param arguments the JSON Schema of what it is asked for with, beside its type: an object. What
 *     the schema marks {@code writeOnly} is kept from everybody who looks at a game
 */
public record InterventionType(String type, String title, ObjectNode arguments) {

  /** An intervention of this type as those may see it who look at the game. */
  public ObjectNode shown(ObjectNode action) {
    var shown = action.deepCopy();
    arguments
        .path("properties")
        .properties()
        .forEach(
            property -> {
              if (property.getValue().path("writeOnly").asBoolean()) {
                shown.remove(property.getKey());
              }
            });
    return shown;
  }
}
