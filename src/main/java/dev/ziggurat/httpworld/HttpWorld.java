package dev.ziggurat.httpworld;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.db.Database;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.AgentGenerator;
import dev.ziggurat.world.Applied;
import dev.ziggurat.world.Game;
import dev.ziggurat.world.InterventionType;
import dev.ziggurat.world.InvalidSetting;
import dev.ziggurat.world.Moment;
import dev.ziggurat.world.Scores;
import dev.ziggurat.world.World;
import dev.ziggurat.world.WorldUnavailable;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.TransactionSynchronizationRegistry;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** The kind of all worlds that are programs at an address. */
@Singleton
public class HttpWorld implements World {

  /** What games name it by. */
  public static final String KIND = "http";

  private final HttpWorldStore store;
  private final Manifests manifests;
  private final Foundings foundings;
  private final Briefs briefs;
  private final Applications applications;
  private final Database database;
  private final TransactionSynchronizationRegistry transactions;

  HttpWorld(
      HttpWorldStore store,
      Manifests manifests,
      Foundings foundings,
      Briefs briefs,
      Applications applications,
      Database database,
      TransactionSynchronizationRegistry transactions) {
    this.store = store;
    this.manifests = manifests;
    this.foundings = foundings;
    this.briefs = briefs;
    this.applications = applications;
    this.database = database;
    this.transactions = transactions;
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public String title() {
    return "A world at an address";
  }

  /** Any settings: the world at the address says what it takes. */
  @Override
  public ObjectNode settingsSchema() {
    return JsonNodeFactory.instance.objectNode().put("type", "object");
  }

  /** Where it is must be known before: {@link HttpWorlds#place}. */
  @Override
  public Applied found(Game game, List<Agent> agents, Instant openedAt, ObjectNode settings) {
    return database.joinTransaction(
        () -> {
          var row = row(game.id());
          if (row.founded()) {
            throw new IllegalStateException("game " + game.id() + " is founded already");
          }
          SchemaCheck.of(row.manifest().settingsSchema(), settings)
              .ifPresent(
                  fault -> {
                    throw new InvalidSetting(fault.field(), fault.fault());
                  });
          var body = Foundings.body(row.instance(), game, agents, openedAt, settings);
          var change = foundings.found(row, body);
          discardAfterRollback(row);
          store.founded(game.id(), body, change, new Moment(0, openedAt));
          return new Applied(List.of(), List.of(), Map.of(), change.happenings(), change.digest());
        });
  }

  /** A game that is not created after all, as in a trial of an import, leaves nothing behind. */
  private void discardAfterRollback(HttpWorldRow row) {
    if (!row.manifest().replay()) {
      return;
    }
    transactions.registerInterposedSynchronization(
        new Synchronization() {
          @Override
          public void beforeCompletion() {}

          @Override
          public void afterCompletion(int status) {
            if (status != Status.STATUS_COMMITTED) {
              Thread.ofVirtual().name("discard").start(() -> discard(row));
            }
          }
        });
  }

  private void discard(HttpWorldRow row) {
    try {
      foundings.discard(row, row.instance());
    } catch (WorldUnavailable failed) {
      Log.warnf(
          "The world of %s did not discard its instance %s: %s",
          row.game(), row.instance(), failed.getMessage());
    }
  }

  @Override
  public State open(Game game) {
    return new HttpState(manifests, briefs, applications, store, database, row(game.id()));
  }

  private HttpWorldRow row(String game) {
    return store
        .find(game)
        .orElseThrow(
            () -> new IllegalStateException("game " + game + " has no address of its world"));
  }

  @Override
  public Optional<String> replayRefusal(Game game) {
    return store
        .find(game.id())
        .filter(row -> !row.manifest().replay())
        .map(
            row ->
                "the world %s offers no replays (\"replay\": true in its manifest)"
                    .formatted(row.manifest().name()));
  }

  /** Another instance, founded as the game was. */
  @Override
  public Optional<Past> past(Game game) {
    return store
        .find(game.id())
        .flatMap(
            row ->
                store
                    .founding(game.id())
                    .map(
                        founding -> {
                          var instance = row.instance() + "~replay-" + drawn();
                          var body = founding.deepCopy().put("instance", instance);
                          var change = foundings.found(row, body);
                          return new HttpPast(
                              foundings, applications, row, instance, change.digest());
                        }));
  }

  /** Part of the name of an instance, which nobody else draws. */
  static String drawn() {
    return UUID.randomUUID().toString().substring(0, 8);
  }

  @Override
  public ObjectNode settings(String game) {
    return store
        .founding(game)
        .filter(founding -> founding.get("settings") instanceof ObjectNode)
        .map(founding -> (ObjectNode) founding.get("settings"))
        .orElseGet(JsonNodeFactory.instance::objectNode);
  }

  @Override
  public List<InterventionType> interventionTypes(String game) {
    return store.find(game).map(row -> row.manifest().interventions()).orElseGet(List::of);
  }

  @Override
  public Optional<Scores> scores(String game) {
    return store
        .find(game)
        .flatMap(row -> row.manifest().scoreUnit())
        .map(unit -> new HttpScores(database, unit));
  }

  @Override
  public Optional<AgentGenerator> agentGenerator() {
    return Optional.of(Players::generated);
  }
}
