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
import java.util.stream.Stream;

/** Applies turns: each action changes the city or is refused with a reason. */
final class Referee {

  /** Max actions per turn. */
  static final int MAX_ACTIONS = 4;

  private static final List<Rule> WITHOUT_CONVERSATIONS =
      List.of(new PostRule(), new CommentRule(), new BuyRule(), new SellRule(), new HoldRule());

  private static final List<Rule> OF_CONVERSATIONS =
      List.of(new MessageRule(), new GroupRule(), new InviteRule(), new LeaveRule());

  private final Map<String, Rule> few = byType(WITHOUT_CONVERSATIONS.stream());
  private final Map<String, Rule> all =
      byType(Stream.of(WITHOUT_CONVERSATIONS, OF_CONVERSATIONS).flatMap(List::stream));

  private static Map<String, Rule> byType(Stream<Rule> rules) {
    var byType = new LinkedHashMap<String, Rule>();
    rules.forEach(rule -> byType.put(rule.type(), rule));
    return byType;
  }

  /** The types of actions in games with these settings. */
  List<String> types(GameSettings settings) {
    return List.copyOf(rules(settings).keySet());
  }

  private Map<String, Rule> rules(GameSettings settings) {
    return settings.conversations() ? all : few;
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
    if (city.settings().conversations()) {
      city.read(turn.handle(), moment.tick());
    }
    return new TurnResult(turn.position(), turn.handle(), results);
  }

  private Optional<String> judge(
      City city, Moment moment, String handle, HistoryPosition place, Action action) {
    try {
      var rule = rule(city.settings(), place, action);
      rule.play(
          new ActionContext(city, place, moment.slot(), handle, new Fields(action.arguments())));
      return Optional.empty();
    } catch (RefusedException refused) {
      return Optional.of(refused.getMessage());
    }
  }

  private Rule rule(GameSettings settings, HistoryPosition place, Action action)
      throws RefusedException {
    if (place.action() >= MAX_ACTIONS) {
      throw new RefusedException(PlainText.format("a turn has at most %d actions", MAX_ACTIONS));
    }
    var rules = rules(settings);
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
