package dev.ziggurat.httpworld;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.db.Database;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.Applied;
import dev.ziggurat.world.ApplyKey;
import dev.ziggurat.world.Entry;
import dev.ziggurat.world.Intervened;
import dev.ziggurat.world.Moment;
import dev.ziggurat.world.SingleLine;
import dev.ziggurat.world.World;
import dev.ziggurat.world.WorldUnavailable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The state of a game in a world at an address, of which only the digest is known here. */
final class HttpState implements World.State {

  private final Manifests manifests;
  private final Briefs briefs;
  private final Applications applications;
  private final HttpWorldStore store;
  private final Database database;
  private HttpWorldRow row;
  private Briefs.Briefing briefing = new Briefs.Briefing("", Map.of());

  HttpState(
      Manifests manifests,
      Briefs briefs,
      Applications applications,
      HttpWorldStore store,
      Database database,
      HttpWorldRow row) {
    this.manifests = manifests;
    this.briefs = briefs;
    this.applications = applications;
    this.store = store;
    this.database = database;
    this.row = row;
  }

  @Override
  public JsonNode answerSchema() {
    return row.manifest().answerSchema();
  }

  @Override
  public Optional<JsonNode> answerSchema(Agent agent) {
    return Optional.ofNullable(briefing.agents().get(agent.handle()))
        .flatMap(Briefs.Brief::answerSchema);
  }

  @Override
  public boolean prepare(Moment moment, List<Agent> agents, Instant until) {
    row = manifests.refreshed(row, moment);
    briefing = briefs.ask(row, moment, agents, until);
    return true;
  }

  @Override
  public boolean preparesBriefings() {
    return true;
  }

  @Override
  public String sharedBriefing() {
    return briefing.shared();
  }

  @Override
  public String brief(Agent agent) {
    var brief = briefing.agents().get(agent.handle());
    if (brief == null) {
      throw new IllegalStateException("the agent " + agent.handle() + " was not prepared for");
    }
    return brief.text();
  }

  @Override
  public long briefingTokens(Agent agent) {
    var brief = briefing.agents().get(agent.handle());
    return brief == null
        ? USUAL_BRIEFING_TOKENS
        // The schema is shown to the agent, and sent with the request.
        : WorldText.bytes(brief.text())
            + 2 * brief.answerSchema().map(schema -> SingleLine.of(schema).length()).orElse(0);
  }

  @Override
  public Applied apply(Moment moment, ApplyKey key, List<Entry> entries) {
    if (isClock(entries) && !row.manifest().clock()) {
      return new Applied(List.of(), List.of(), Map.of(), Map.of(), row.digest().orElseThrow());
    }
    return database.joinTransaction(
        () -> {
          var outcome =
              entries.size() == 1 && entries.getFirst() instanceof Entry.Intervention it
                  ? intervene(moment, key, it)
                  : applications.apply(row, row.instance(), moment, key, entries);
          if (outcome.applied().interventions().stream()
              .noneMatch(each -> each.refused().isPresent())) {
            store.applied(row.game(), key.key(), outcome.change(), moment);
          }
          return outcome.applied();
        });
  }

  private static boolean isClock(List<Entry> entries) {
    return entries.size() == 1 && entries.getFirst() instanceof Entry.Clock;
  }

  /**
   * An intervention has no journal before it was applied, so what was sent under its key is noted:
   * another one sent under the same key would get the answer to the first.
   */
  private Applications.Outcome intervene(Moment moment, ApplyKey key, Entry.Intervention it) {
    var malformed = malformed(it);
    if (malformed.isPresent()) {
      return refused(it, malformed.get());
    }
    var game = row.game();
    if (!store.claim(game, moment.tick(), it.ordinal(), it.action().arguments().toString())) {
      throw new WorldUnavailable(
          "another intervention was sent before, and its answer is not known: send that one again as it"
              + " was, which does not apply it twice, or tick the game first");
    }
    try {
      var outcome = applications.apply(row, row.instance(), moment, key, List.of(it));
      if (outcome.applied().interventions().getFirst().refused().isPresent()) {
        store.spend(game);
      }
      return outcome;
    } catch (WorldUnavailable failed) {
      if (failed.isUnsent()) {
        store.unclaim(game);
      }
      throw failed;
    }
  }

  private Optional<SchemaCheck.Fault> malformed(Entry.Intervention it) {
    var fields = it.action().arguments().deepCopy();
    fields.remove("type");
    return row.manifest().interventions().stream()
        .filter(type -> type.type().equals(it.action().type()))
        .findFirst()
        .flatMap(type -> SchemaCheck.of(type.arguments(), fields));
  }

  /** The world is not asked for what it says that it does not take. */
  private Applications.Outcome refused(Entry.Intervention it, SchemaCheck.Fault fault) {
    var digest = row.digest().orElseThrow();
    var refused = new Intervened.Refused(fault.field() + ": " + fault.fault(), true);
    var effect = JsonNodeFactory.instance.objectNode();
    return new Applications.Outcome(
        new Applied(
            List.of(),
            List.of(new Intervened(it.ordinal(), it.action(), Optional.of(refused), effect)),
            Map.of(),
            Map.of(),
            digest),
        new Change(digest, List.of(), Map.of(), Map.of()));
  }

  @Override
  public int spentOrdinals(long tick) {
    return store.spentOrdinal(row.game(), tick);
  }

  @Override
  public Optional<String> digest() {
    return row.digest();
  }
}
