package dev.ziggurat.babylon;

import dev.ziggurat.world.Action;
import dev.ziggurat.world.Entry;
import dev.ziggurat.world.Moment;
import dev.ziggurat.world.TurnResult;
import dev.ziggurat.world.TurnResult.ActionResult;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Applies turns: each action changes the city or is refused with a reason. */
final class Referee {

  /** Max actions per turn. */
  static final int MAX_ACTIONS = 4;

  private final Map<String, Rule> rules = new LinkedHashMap<>();

  Referee() {
    for (var rule :
        List.of(new PostRule(), new CommentRule(), new BuyRule(), new SellRule(), new HoldRule())) {
      rules.put(rule.type(), rule);
    }
  }

  /** The known types of actions. */
  List<String> types() {
    return List.copyOf(rules.keySet());
  }

  /** Applies a turn's actions in order and records the refused ones for the agent. */
  TurnResult play(City city, Moment moment, Entry.Turn turn) {
    city.join(turn.handle());
    var results = new ArrayList<ActionResult>();
    for (var action : turn.actions()) {
      var place = new HistoryPosition(moment.tick(), turn.position(), results.size());
      results.add(new ActionResult(action, judge(city, moment, turn.handle(), place, action)));
    }
    city.refuse(turn.handle(), refusals(results));
    return new TurnResult(turn.position(), turn.handle(), results);
  }

  private Optional<String> judge(
      City city, Moment moment, String handle, HistoryPosition place, Action action) {
    try {
      var rule = rule(place, action);
      rule.play(
          new ActionContext(city, place, moment.slot(), handle, new Fields(action.arguments())));
      return Optional.empty();
    } catch (RefusedException refused) {
      return Optional.of(refused.getMessage());
    }
  }

  private Rule rule(HistoryPosition place, Action action) throws RefusedException {
    if (place.action() >= MAX_ACTIONS) {
      throw new RefusedException(PlainText.format("a turn has at most %d actions", MAX_ACTIONS));
    }
    var rule = rules.get(Objects.requireNonNullElse(action.type(), ""));
    if (rule == null || action.arguments() == null) {
      throw new RefusedException("type: must be one of " + String.join(", ", rules.keySet()));
    }
    return rule;
  }

  private static List<RefusedAction> refusals(List<ActionResult> results) {
    return results.stream()
        .filter(result -> result.refusal().isPresent())
        .limit(MAX_ACTIONS)
        .map(
            result ->
                new RefusedAction(
                    String.valueOf(result.action().arguments()), result.refusal().orElseThrow()))
        .toList();
  }
}
