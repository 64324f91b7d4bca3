package dev.ziggurat.httpworld.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.httpworld.WorldProbe;
import dev.ziggurat.world.Action;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.Entry;
import dev.ziggurat.world.Moment;
import dev.ziggurat.world.WorldUnavailable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a world does when its game is played. */
final class PlayRules {

  static final String BRIEF = "brief";
  static final String APPLY = "apply";

  static final int TICKS = 3;

  /** The instance whose applications are the journal that other rules play again. */
  static final String PLAY = "play";

  private PlayRules() {}

  static ContractRule brief() {
    return new ContractRule(
        BRIEF,
        "brief answers for every agent that it was asked for, within the limits",
        "Answer `agents` with an object for each handle that was asked for, with a `briefing`; bound what"
            + " grows, such as talk and history.",
        List.of(FoundingRules.FOUND),
        session -> {
          var reply =
              CheckSession.success(
                  "brief", session.brief(session.instance(PLAY), 1, session.players));
          var told = session.probe.told(reply, session.players);
          told.cut().ifPresent(PlayRules::tooLong);
          return "%d of %d agents have a schema of their own"
              .formatted(told.schemas().size(), session.players.size());
        });
  }

  private static void tooLong(String cut) {
    throw new RuleBroken("too long: " + cut);
  }

  static ContractRule apply() {
    return new ContractRule(
        APPLY,
        "apply answers a digest, and a result for every action of every turn",
        "Answer as docs/worlds.md says under \"apply\": `results` has one list per turn in the order sent,"
            + " with null or a reason per action. Refuse an action rather than the request.",
        List.of(BRIEF),
        session -> {
          var instance = session.instance(PLAY);
          var results = new ArrayList<Optional<String>>();
          var epoch = 1L;
          for (var tick = 1; tick <= TICKS; tick++) {
            var schemas = schemas(session, instance, tick, session.players);
            var turns = turns(session, session.players, schemas);
            // Turns of one tick may come in several applications.
            var steps =
                tick == 2
                    ? List.of(turns.subList(0, 3), turns.subList(3, turns.size()))
                    : List.of(turns);
            var step = 0;
            for (var entries : steps) {
              results.addAll(play(session, instance, tick, step++, epoch++, entries));
            }
            if (session.manifest().clock() && session.clockFault.isEmpty()) {
              try {
                play(session, instance, tick, step, epoch++, List.of(new Entry.Clock()));
              } catch (WorldUnavailable | RuleBroken failed) {
                // Another rule is about it.
                session.clockFault = Optional.of(String.valueOf(failed.getMessage()));
              }
            }
          }
          return "%d of %d actions as the schema wants them took effect"
              .formatted(results.stream().filter(Optional::isEmpty).count(), results.size());
        });
  }

  private static Map<String, JsonNode> schemas(
      CheckSession session, String instance, long tick, List<Agent> agents) {
    return session
        .probe
        .told(CheckSession.success("brief", session.brief(instance, tick, agents)), agents)
        .schemas();
  }

  /** A turn for each, with up to three actions that the schemas allow. */
  static List<Entry> turns(
      CheckSession session, List<Agent> agents, Map<String, JsonNode> schemas) {
    return IntStream.range(0, agents.size())
        .<Entry>mapToObj(
            position -> {
              var handle = agents.get(position).handle();
              var schema = schemas.getOrDefault(handle, session.manifest().answerSchema());
              return new Entry.Turn(
                  position,
                  handle,
                  Stream.generate(() -> session.actions.action(schema))
                      .limit(position == 7 ? 0 : 1 + position % 3)
                      .toList());
            })
        .toList();
  }

  private static List<Optional<String>> play(
      CheckSession session, String instance, long tick, int step, long epoch, List<Entry> entries) {
    var moment = CheckSession.moment(tick);
    var key = tick + "." + step;
    var reply = CheckSession.success("apply", session.apply(instance, moment, key, epoch, entries));
    var result = session.probe.applied(reply, entries);
    result.cut().ifPresent(PlayRules::tooLong);
    session.journal.add(new CheckSession.Played(key, moment, entries, reply, result.digest()));
    return refusals(result);
  }

  private static List<Optional<String>> refusals(WorldProbe.Result result) {
    return result.applied().turns().stream()
        .flatMap(turn -> turn.actions().stream())
        .map(action -> action.refusal())
        .toList();
  }

  static ContractRule wrongActions() {
    return new ContractRule(
        "wrong-actions",
        "An action of an unknown type is refused with a reason; wrong arguments fail nothing else",
        "Check every action by itself, also its types: models without a strict mode answer whatever they"
            + " like. Put the reason into `results`; do not answer 4xx or 5xx, or the whole tick waits.",
        List.of(APPLY),
        session -> {
          var instance = session.found("wrong");
          var first = session.journal.getFirst();
          var unknown =
              first.entries().stream()
                  .map(Entry.Turn.class::cast)
                  .<Entry>map(
                      turn ->
                          new Entry.Turn(
                              turn.position(),
                              turn.handle(),
                              Stream.concat(
                                      turn.actions().stream(), Stream.of(ActionGenerator.unknown()))
                                  .toList()))
                  .toList();
          var reply =
              CheckSession.success(
                  "apply with unknown types",
                  session.apply(instance, first.moment(), first.key(), 1, unknown));
          var expected = session.probe.applied(first.reply(), first.entries()).applied().turns();
          var turns = session.probe.applied(reply, unknown).applied().turns();
          var comparable =
              session.comparable && first.digest().equals(session.unbriefed.getFirst());
          for (var index = 0; index < turns.size(); index++) {
            var actions = turns.get(index).actions();
            RuleBroken.unless(
                actions.getLast().refusal().filter(reason -> !reason.isBlank()).isPresent(),
                "an action of type %s was not refused, or without a reason"
                    .formatted(ActionGenerator.UNKNOWN_TYPE));
            RuleBroken.unless(
                !comparable
                    || actions.subList(0, actions.size() - 1).equals(expected.get(index).actions()),
                "results of other actions of %s changed".formatted(turns.get(index).handle()));
          }
          var careless = ActionGenerator.careless(session.manifest().answerSchema());
          var moment = CheckSession.moment(2);
          for (var index = 0; index < careless.size(); index++) {
            careless(session, instance, careless.get(index), "2." + index, moment);
          }
          return "%d unknown types were refused; %d careless actions failed nothing"
              .formatted(turns.size(), careless.size());
        });
  }

  private static void careless(
      CheckSession session, String instance, Action action, String key, Moment moment) {
    var entries = List.<Entry>of(new Entry.Turn(0, "ada", List.of(action)));
    var reply = session.apply(instance, moment, key, 1, entries);
    var text = action.arguments().toString();
    RuleBroken.unless(
        reply.isSuccess(),
        "the action %s was answered with %s"
            .formatted(
                text.length() > 200 ? text.substring(0, 200) + "…" : text,
                CheckSession.status(reply)));
    session.probe.applied(reply.body(), entries);
  }

  static ContractRule joining() {
    return new ContractRule(
        "joining-agents",
        "An agent that the game was not founded with is briefed, and joins with its first turn",
        "Agents are added to running games: tell one whom you do not know what anyone may know, and take it"
            + " in when its first turn comes.",
        List.of(APPLY),
        session -> {
          var instance = session.found("joining");
          var all =
              Stream.concat(
                      session.players.stream(),
                      Stream.of(CheckSession.agent("late", "Comes late.")))
                  .toList();
          for (var tick = 1; tick <= 2; tick++) {
            var turns = turns(session, all, schemas(session, instance, tick, all));
            session.probe.applied(
                CheckSession.success(
                    "apply",
                    session.apply(instance, CheckSession.moment(tick), tick + ".0", 1, turns)),
                turns);
          }
          return "it was briefed, and played two ticks";
        });
  }
}
