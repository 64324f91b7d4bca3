package dev.ziggurat.httpworld;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.Game;
import dev.ziggurat.world.InvalidSetting;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Has instances founded and discarded by a world. */
@Singleton
class Foundings {

  private final WorldClient client;
  private final HttpWorldConfig config;

  Foundings(WorldClient client, HttpWorldConfig config) {
    this.client = client;
    this.config = config;
  }

  /** What a new game is founded with. */
  static ObjectNode body(
      String instance, Game game, List<Agent> agents, Instant openedAt, ObjectNode settings) {
    var body = JsonNodeFactory.instance.objectNode().put("instance", instance);
    body.putObject("game")
        .put("id", game.id())
        .put("name", game.name())
        .put("seed", Long.toString(game.seed()))
        .put("periodMillis", game.period().toMillis());
    body.put("openedAt", openedAt.toString());
    var list = body.putArray("agents");
    agents.forEach(
        agent -> list.addObject().put("handle", agent.handle()).put("persona", agent.persona()));
    body.set("settings", settings);
    return body;
  }

  /**
   * Founds an instance.
   *
   * @throws InvalidSetting if the world refuses a setting
   * @throws dev.ziggurat.world.WorldUnavailable if it is not known whether it was founded
   */
  Change found(HttpWorldRow row, ObjectNode body) {
    try {
      return client.ask(
          new WorldRequest<>(
              row.game(),
              Optional.empty(),
              row.address(),
              WorldRequest.FOUND,
              Optional.of(body),
              row.manifest().gzip(),
              config.applyTimeout(),
              (answer, cuts) -> Change.of(answer, config.longestEvent(), cuts)));
    } catch (WorldRefusal refused) {
      throw new InvalidSetting(
          refused.field().replaceFirst("^(worldS|s)ettings[.]", ""), refused.getMessage());
    }
  }

  /** Has an instance forgotten. */
  void discard(HttpWorldRow row, String instance) {
    client.ask(
        new WorldRequest<>(
            row.game(),
            Optional.empty(),
            row.address(),
            "discard",
            Optional.of(JsonNodeFactory.instance.objectNode().put("instance", instance)),
            false,
            config.manifestTimeout(),
            (answer, cuts) -> answer));
  }
}
