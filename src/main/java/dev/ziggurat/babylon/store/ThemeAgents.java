package dev.ziggurat.babylon.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.babylon.GameSettings;
import dev.ziggurat.babylon.Personas;
import dev.ziggurat.babylon.SettingsFormat;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.AgentGenerator;
import java.util.List;

/** Generates agents with the personas of a game's theme. */
record ThemeAgents(GameSettings usual) implements AgentGenerator {

  @Override
  public List<Agent> generated(int count) {
    return Personas.generated(count);
  }

  @Override
  public List<Agent> generated(int count, ObjectNode settings) {
    return Personas.generated(count, SettingsFormat.read(settings, usual).theme());
  }
}
