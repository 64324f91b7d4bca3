package dev.ziggurat.httpworld;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.world.Applied;
import dev.ziggurat.world.ApplyKey;
import dev.ziggurat.world.Entry;
import dev.ziggurat.world.Intervened;
import dev.ziggurat.world.Moment;
import dev.ziggurat.world.SingleLine;
import dev.ziggurat.world.TurnResult;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Has entries applied by a world, and checks what it says came of them. */
@Singleton
class Applications {

  private static final int REASON_CHARACTERS = 500;
  private static final int TYPE_CHARACTERS = 60;
  private static final int EFFECT_CHARACTERS = 10_000;
  private static final int MOST_TYPES = 100;
  private static final Entry NO_TURN = new Entry.Turn(0, "", List.of());
  private static final String REFUSED = "refused";

  private final WorldClient client;
  private final HttpWorldConfig config;

  Applications(WorldClient client, HttpWorldConfig config) {
    this.client = client;
    this.config = config;
  }

  /** What was applied, and what the world says that changed. */
  record Outcome(Applied applied, Change change) {}

  /**
   * Has entries applied: all of them turns, or one that is something else.
   *
   * @param instance the state in the world
   * @throws dev.ziggurat.world.WorldUnavailable if it is not known whether they were
   */
  Outcome apply(
      HttpWorldRow row, String instance, Moment moment, ApplyKey key, List<Entry> entries) {
    var body = body(instance, moment, key, entries);
    return switch (entries.isEmpty() ? NO_TURN : entries.getFirst()) {
      case Entry.Clock _ -> ask(row, moment, body, (answer, change) -> nothing(change));
      case Entry.Intervention intervention ->
          ask(row, moment, body, (answer, change) -> intervened(intervention, answer, change));
      case Entry.Turn _ -> {
        var turns = entries.stream().map(Entry.Turn.class::cast).toList();
        yield ask(row, moment, body, (answer, change) -> played(turns, answer, change));
      }
    };
  }

  /** What is sent: entries that are all turns, or one that is something else. */
  static ObjectNode body(String instance, Moment moment, ApplyKey key, List<Entry> entries) {
    var body =
        JsonNodeFactory.instance
            .objectNode()
            .put("instance", instance)
            .put("key", key.key())
            .put("epoch", key.epoch())
            .put("tick", moment.tick())
            .put("slot", moment.slot().toString());
    switch (entries.isEmpty() ? NO_TURN : entries.getFirst()) {
      case Entry.Clock _ -> body.put("kind", "clock");
      case Entry.Intervention intervention -> {
        var sent = body.put("kind", "intervention").putObject("intervention");
        sent.put("ordinal", intervention.ordinal());
        sent.setAll(intervention.action().arguments());
        sent.put("ordinal", intervention.ordinal()).put("type", intervention.action().type());
      }
      case Entry.Turn _ -> {
        var list = body.put("kind", "turns").putArray("turns");
        for (var entry : entries) {
          var turn = (Entry.Turn) entry;
          var one = list.addObject().put("position", turn.position()).put("handle", turn.handle());
          var actions = one.putArray("actions");
          turn.actions().forEach(action -> actions.add(action.arguments()));
        }
      }
    }
    return body;
  }

  /** Reads what came of the entries. */
  private interface Reading {
    Applied of(AnswerField answer, Change change);
  }

  private Outcome ask(HttpWorldRow row, Moment moment, ObjectNode body, Reading reading) {
    return client.ask(
        new WorldRequest<>(
            row.game(),
            Optional.of(moment.tick()),
            row.address(),
            "apply",
            Optional.of(body),
            row.manifest().gzip(),
            config.applyTimeout(),
            (answer, cuts) -> {
              var change = Change.of(answer, config.longestEvent(), cuts);
              return new Outcome(reading.of(answer, change), change);
            }));
  }

  static Applied nothing(Change change) {
    return new Applied(List.of(), List.of(), Map.of(), change.happenings(), change.digest());
  }

  static Applied intervened(Entry.Intervention intervention, AnswerField answer, Change change) {
    var refused = answer.get(REFUSED);
    var effect = JsonNodeFactory.instance.objectNode();
    var why = Optional.<Intervened.Refused>empty();
    if (refused.isThere()) {
      refused.object();
      why =
          Optional.of(
              new Intervened.Refused(
                  refused.get("reason").line(REASON_CHARACTERS), refused.get("malformed").flag()));
    } else {
      effect = answer.get("effect").optionalObject();
      if (effect.toString().length() > EFFECT_CHARACTERS) {
        throw answer.get("effect").wrong("must have at most " + EFFECT_CHARACTERS + " characters");
      }
    }
    return new Applied(
        List.of(),
        List.of(new Intervened(intervention.ordinal(), intervention.action(), why, effect)),
        Map.of(),
        change.happenings(),
        change.digest());
  }

  static Applied played(List<Entry.Turn> turns, AnswerField answer, Change change) {
    var field = answer.get("results");
    var sent = field.list(Integer.MAX_VALUE);
    if (sent.size() != turns.size()) {
      throw field.wrong(
          "must have one list for each of the %d turns, not %d"
              .formatted(turns.size(), sent.size()));
    }
    var results = new ArrayList<TurnResult>();
    var tally = new TreeMap<String, Integer>();
    tally.put(REFUSED, 0);
    for (var i = 0; i < turns.size(); i++) {
      results.add(result(turns.get(i), field.get(i), tally));
    }
    return new Applied(results, List.of(), tally, change.happenings(), change.digest());
  }

  private static TurnResult result(Entry.Turn turn, AnswerField field, Map<String, Integer> tally) {
    var sent = field.list(Integer.MAX_VALUE);
    if (sent.size() != turn.actions().size()) {
      throw field.wrong(
          "must have one entry for each of the %d actions of %s, not %d"
              .formatted(turn.actions().size(), turn.handle(), sent.size()));
    }
    var results = new ArrayList<TurnResult.ActionResult>();
    for (var i = 0; i < sent.size(); i++) {
      var action = turn.actions().get(i);
      var refusal = field.get(i).optionalLine(REASON_CHARACTERS);
      results.add(new TurnResult.ActionResult(action, refusal));
      var counted = refusal.isPresent() ? REFUSED : SingleLine.of(action.type(), TYPE_CHARACTERS);
      if (tally.containsKey(counted) || tally.size() < MOST_TYPES) {
        tally.merge(counted, 1, Integer::sum);
      }
    }
    return new TurnResult(turn.position(), turn.handle(), results);
  }
}
