package dev.ziggurat.httpworld.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;

/** That a world keeps up with many agents. */
final class ScaleRules {

  private ScaleRules() {}

  static ContractRule many() {
    return new ContractRule(
        "many-agents",
        "Many agents are briefed in pages and played, each request within the limits of time and size",
        "Look agents up by handle rather than in a list, keep `shared` short and the same for all, compute it"
            + " once per request, and write the state once per application.",
        List.of(PlayRules.APPLY),
        session -> {
          var agents = CheckSession.crowd(session.size + Math.max(1, session.size / 4));
          var instance = session.instance("many");
          session.probe.founded(
              CheckSession.success(
                  "found",
                  session.ask(
                      "found",
                      session.founding(instance, agents, JsonNodeFactory.instance.objectNode()))));
          var briefs = new Latencies();
          var applies = new Latencies();
          try {
            for (var tick = 1; tick <= session.ticks; tick++) {
              play(session, instance, tick, agents, briefs, applies);
            }
          } finally {
            briefs
                .timing("brief", session.size, session.probe.limit("brief"))
                .ifPresent(session.timings::add);
            applies
                .timing("apply", session.size, session.probe.limit("apply"))
                .ifPresent(session.timings::add);
          }
          return String.format(
              Locale.ROOT, "%,d agents in two pages, %d ticks", agents.size(), session.ticks);
        });
  }

  private static void play(
      CheckSession session,
      String instance,
      int tick,
      List<Agent> agents,
      Latencies briefs,
      Latencies applies) {
    var schemas = new HashMap<String, JsonNode>();
    var pages =
        List.of(agents.subList(0, session.size), agents.subList(session.size, agents.size()));
    for (var page : pages) {
      var reply = session.brief(instance, tick, page);
      if (page.size() == session.size) {
        briefs.add(reply.millis());
      }
      var told = session.probe.told(CheckSession.success("brief", reply), page);
      told.cut()
          .ifPresent(
              cut -> {
                throw new RuleBroken("too long: " + cut);
              });
      schemas.putAll(told.schemas());
    }
    var turns = new ArrayList<Entry>();
    for (var position = 0; position < session.size; position++) {
      var handle = agents.get(position).handle();
      var schema = schemas.getOrDefault(handle, session.manifest().answerSchema());
      turns.add(new Entry.Turn(position, handle, List.of(session.actions.action(schema))));
    }
    var reply = session.apply(instance, CheckSession.moment(tick), tick + ".0", 1, turns);
    applies.add(reply.millis());
    session.probe.applied(CheckSession.success("apply", reply), turns);
    if (session.manifest().clock() && session.clockFault.isEmpty()) {
      var clock = List.<Entry>of(new Entry.Clock());
      session.probe.applied(
          CheckSession.success(
              "apply of the clock",
              session.apply(instance, CheckSession.moment(tick), tick + ".1", 1, clock)),
          clock);
    }
  }
}
