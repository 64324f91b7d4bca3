package dev.ziggurat.babylon.store;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.babylon.ActionSchema;
import dev.ziggurat.babylon.Babylon;
import dev.ziggurat.babylon.Briefing;
import dev.ziggurat.babylon.City;
import dev.ziggurat.db.Database;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.Applied;
import dev.ziggurat.world.ApplyKey;
import dev.ziggurat.world.Entry;
import dev.ziggurat.world.Moment;
import dev.ziggurat.world.World;
import java.util.List;
import java.util.function.Supplier;

/**
 * A city that is saved after each change, in the caller's transaction or in one of its own. After a
 * failure or a rollback of the caller's transaction it is ahead of the database and must be
 * reopened.
 */
final class StoredCity implements World.State {

  private final Database database;
  private final Babylon rules;
  private final City city;
  private final CityWriter writer;

  StoredCity(Database database, Babylon rules, City city, CityWriter writer) {
    this.database = database;
    this.rules = rules;
    this.city = city;
    this.writer = writer;
  }

  @Override
  public JsonNode answerSchema() {
    return ActionSchema.create(city.settings());
  }

  @Override
  public String sharedBriefing() {
    return Briefing.shared(city);
  }

  @Override
  public String brief(Agent agent) {
    return Briefing.own(city, agent.handle());
  }

  @Override
  public Applied apply(Moment moment, ApplyKey key, List<Entry> entries) {
    return saving(() -> rules.play(city, moment, entries));
  }

  /** Creates the initial city; only for a game without a stored city. */
  Applied found(Moment moment, List<String> handles) {
    return saving(() -> rules.found(city, moment, handles));
  }

  private Applied saving(Supplier<Applied> play) {
    return database.joinTransaction(
        () -> {
          var applied = play.get();
          writer.write(city);
          return applied;
        });
  }
}
