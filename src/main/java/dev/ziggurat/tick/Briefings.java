package dev.ziggurat.tick;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.db.Database;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.Game;
import dev.ziggurat.world.Moment;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;

/** Briefs single agents between ticks. */
@Singleton
public class Briefings {

  /** How long a world may take. */
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final Database database;
  private final Worlds worlds;
  private final TickConfig config;
  private final InstantSource time;

  Briefings(Database database, Worlds worlds, TickConfig config, InstantSource time) {
    this.database = database;
    this.worlds = worlds;
    this.config = config;
    this.time = time;
  }

  /**
   * What an agent is shown.
   *
   * @param shared the part that all agents see
   * @param own the part that only this agent sees
   * @param answerSchema the JSON Schema of a decision: memo and actions
   */
  public record Briefing(String shared, String own, JsonNode answerSchema) {}

  /**
   * The briefing of an agent from the state of its world as of now.
   *
   * @param moment of the tick that it is for
   * @throws dev.ziggurat.world.WorldUnavailable if the world does not brief it
   */
  public Briefing of(Game game, Agent agent, Moment moment) {
    var world = database.inTransaction(() -> worlds.of(game).open(game));
    world.prepare(moment, List.of(agent), time.instant().plus(LIMIT));
    var action = world.answerSchema(agent).orElseGet(world::answerSchema);
    return new Briefing(
        world.sharedBriefing(), world.brief(agent), Prompt.givenSchema(action, config.actions()));
  }

  /** The most actions of one decision. */
  public int maxActions() {
    return config.actions();
  }
}
