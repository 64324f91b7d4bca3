package dev.ziggurat.babylon;

import dev.ziggurat.world.Entry;
import dev.ziggurat.world.Intervened;
import dev.ziggurat.world.InterventionType;
import dev.ziggurat.world.Moment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Applies interventions: each changes the city or is refused with a reason. */
final class InterventionReferee {

  private static final String TYPE = "type";

  private final Map<String, InterventionRule> rules = new LinkedHashMap<>();
  private final Map<String, List<String>> fields = new HashMap<>();

  InterventionReferee() {
    for (var rule :
        List.of(
            new OpenMarketRule(),
            new ResolveMarketRule(),
            new VoidMarketRule(),
            new NewsRule(),
            new GrantRule(),
            new SettingsRule())) {
      rules.put(rule.type(), rule);
    }
    InterventionTypes.create().forEach(type -> fields.put(type.type(), fields(type)));
    // Known, so that the rule can say why they are kept.
    fields.merge(
        new SettingsRule().type(),
        List.copyOf(SettingsRule.KEPT.keySet()),
        InterventionReferee::both);
  }

  /** Applies an intervention; if refused, nothing changes. */
  Intervened play(City city, Moment moment, Entry.Intervention intervention) {
    var action = intervention.action();
    try {
      var rule = rule(Objects.requireNonNullElse(action.type(), ""));
      var sent = new Fields(action.arguments());
      sent.allow(fields.get(rule.type()));
      var effect = rule.play(new InterventionContext(city, moment, intervention.ordinal(), sent));
      return new Intervened(intervention.ordinal(), action, Optional.empty(), effect);
    } catch (RefusedException refused) {
      var why = new Intervened.Refused(refused.getMessage(), refused.isMalformed());
      return new Intervened(
          intervention.ordinal(), action, Optional.of(why), InterventionContext.effect());
    }
  }

  private InterventionRule rule(String type) throws RefusedException {
    var rule = rules.get(type);
    if (rule == null) {
      throw RefusedException.malformed("type: must be one of " + String.join(", ", rules.keySet()));
    }
    return rule;
  }

  private static List<String> both(List<String> known, List<String> more) {
    return Stream.concat(known.stream(), more.stream()).toList();
  }

  private static List<String> fields(InterventionType type) {
    var fields = new ArrayList<>(List.of(TYPE));
    type.arguments().path("properties").fieldNames().forEachRemaining(fields::add);
    return List.copyOf(fields);
  }
}
