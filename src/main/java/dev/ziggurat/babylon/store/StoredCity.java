package dev.ziggurat.babylon.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.babylon.ActionSchema;
import dev.ziggurat.babylon.Babylon;
import dev.ziggurat.babylon.Briefing;
import dev.ziggurat.babylon.City;
import dev.ziggurat.babylon.SettingsFormat;
import dev.ziggurat.db.Database;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.Applied;
import dev.ziggurat.world.ApplyKey;
import dev.ziggurat.world.Entry;
import dev.ziggurat.world.Intervened;
import dev.ziggurat.world.Moment;
import dev.ziggurat.world.World;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  private final ResolverAddresses resolvers;

  StoredCity(
      Database database, Babylon rules, City city, CityWriter writer, ResolverAddresses resolvers) {
    this.database = database;
    this.rules = rules;
    this.city = city;
    this.writer = writer;
    this.resolvers = resolvers;
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
    return saving(() -> refused(entries).orElseGet(() -> rules.play(city, moment, entries)));
  }

  /**
   * The result of an intervention that names a resolver which would not be asked. That is no rule
   * of the game: it depends on this installation, and a replay asks nobody.
   */
  private Optional<Applied> refused(List<Entry> entries) {
    return entries.size() == 1 && entries.getFirst() instanceof Entry.Intervention it
        ? SettingsFormat.resolver(it.action())
            .flatMap(resolvers::fault)
            .map(fault -> refused(it, SettingsFormat.RESOLVER + ": " + fault))
        : Optional.empty();
  }

  private Applied refused(Entry.Intervention it, String reason) {
    var refused = new Intervened.Refused(reason, true);
    return new Applied(
        List.of(),
        List.of(
            new Intervened(
                it.ordinal(),
                it.action(),
                Optional.of(refused),
                JsonNodeFactory.instance.objectNode())),
        Map.of(),
        Map.of(),
        city.digest());
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
