package dev.ziggurat.httpworld.check;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.world.Action;
import dev.ziggurat.world.Entry;
import java.util.List;

/** What a world does of that which its manifest may offer. */
final class OptionalRules {

  private static final int MOST_INTERVENTIONS = 5;

  private OptionalRules() {}

  static ContractRule clock() {
    return new ContractRule(
        "clock",
        "With `clock` in the manifest, an apply of kind `clock` is answered with a digest",
        "Answer it as the others, without `results`, and keep key, epoch and answer as for turns.",
        List.of(PlayRules.APPLY),
        session -> {
          RuleNotTried.unless(session.manifest().clock(), "the world wants no clock");
          session.clockFault.ifPresent(
              fault -> {
                throw new RuleBroken(fault);
              });
          return "%d ticks were ended".formatted(PlayRules.TICKS);
        });
  }

  static ContractRule interventions() {
    return new ContractRule(
        "interventions",
        "Each intervention of the manifest is answered with an effect or a refusal, and alike when it"
            + " comes again; refused, it changes nothing",
        "Answer `effect` or `refused`, with the digest in both cases, and keep key and answer as for turns.",
        List.of(PlayRules.APPLY),
        session -> {
          var types = session.manifest().interventions();
          RuleNotTried.unless(!types.isEmpty(), "there are none");
          var instance = session.found("interventions");
          var first = session.journal.getFirst();
          var digest =
              session
                  .probe
                  .applied(
                      CheckSession.success("apply", session.apply(instance, first, 1)),
                      first.entries())
                  .digest();
          var refused = 0;
          var tried = types.subList(0, Math.min(types.size(), MOST_INTERVENTIONS));
          for (var index = 0; index < tried.size(); index++) {
            var type = tried.get(index);
            var arguments = session.actions.arguments(type.arguments()).put("type", type.type());
            var entries =
                List.<Entry>of(
                    new Entry.Intervention(index + 1, new Action(type.type(), arguments)));
            var key = "1.i" + (index + 1);
            var reply =
                CheckSession.success(
                    type.type(), session.apply(instance, first.moment(), key, 1, entries));
            var again =
                CheckSession.success(
                    type.type() + " again",
                    session.apply(instance, first.moment(), key, 2, entries));
            RuleBroken.unless(
                reply.equals(again),
                "the second answer to %s differs: %s"
                    .formatted(type.type(), OnceRules.differing(reply, again)));
            var result = session.probe.applied(reply, entries);
            if (result.applied().interventions().getFirst().refused().isPresent()) {
              refused++;
              RuleBroken.unless(
                  result.digest().equals(digest),
                  "%s was refused, and changed the digest".formatted(type.type()));
            }
            digest = result.digest();
          }
          return "%d tried, %d of them refused".formatted(tried.size(), refused);
        });
  }

  static ContractRule views() {
    return new ContractRule(
        "views",
        "Each view of the manifest is answered with blocks: headings, texts and tables",
        "Answer as docs/worlds.md says under \"views\"; a row has as many cells as there are columns.",
        List.of(PlayRules.APPLY),
        session -> {
          var views = session.manifest().views();
          RuleNotTried.unless(!views.isEmpty(), "there are none");
          for (var view : views) {
            var body =
                JsonNodeFactory.instance
                    .objectNode()
                    .put("instance", session.instance(PlayRules.PLAY))
                    .put("view", view.name());
            session.probe.shown(
                CheckSession.success("the view " + view.name(), session.ask("view", body)), view);
          }
          return "%d shown".formatted(views.size());
        });
  }
}
