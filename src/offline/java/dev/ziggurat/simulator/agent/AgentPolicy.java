package dev.ziggurat.simulator.agent;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.ChatMessage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides for an agent without a model: a pure function of the seed and the facts of a briefing.
 * Provider, model and wording have no influence, so a game evolves the same with any provider.
 */
public final class AgentPolicy {

  /** Actions per decision that the world allows. */
  private static final int ACTIONS = 4;

  private static final double IDLE = 0.12;
  private static final double MISTAKE = 0.03;

  private final long seed;

  /** A policy whose every decision depends on this seed. */
  public AgentPolicy(long seed) {
    this.seed = seed;
  }

  /** The decision as JSON text; empty if the messages have no briefing. */
  public Optional<String> decide(List<ChatMessage> messages) {
    return BriefingFacts.in(messages).map(this::decide);
  }

  /** The decision as JSON text. */
  public String decide(BriefingFacts facts) {
    return decide(facts, false);
  }

  /**
   * The decision as JSON text.
   *
   * @param misreadsNews whether it takes good news for bad and bad for good: its decisions are
   *     well-formed and lose points
   */
  public String decide(BriefingFacts facts, boolean misreadsNews) {
    var temperament = Temperament.of(seed, facts.handle());
    var dice = RepeatableRandom.of(seed, "turn", situation(facts));
    var belief = new Belief(seed, facts, temperament, misreadsNews);
    var actions = new ArrayList<>(actions(facts, temperament, belief, dice));
    if (facts.conversations()) {
      write(facts, temperament, actions);
    }
    var decision = JsonNodeFactory.instance.objectNode();
    decision.put("memo", memo(facts, belief, actions));
    decision.putArray("actions").addAll(actions);
    return decision.toString();
  }

  /** A short text that differs between an agent's turns. */
  private static String situation(BriefingFacts facts) {
    var words = new StringBuilder(facts.handle()).append(' ').append(facts.turn());
    words.append(' ').append(facts.walletMicroPoints()).append(facts.refusedLastTime());
    facts.markets().forEach(market -> words.append(' ').append(market.id()).append(market.yes()));
    facts
        .positions()
        .forEach(held -> words.append(' ').append(held.yes()).append('/').append(held.no()));
    facts.posts().forEach(post -> words.append(' ').append(post.id()));
    facts.comments().forEach(comment -> words.append(' ').append(comment.id()));
    return words.append(' ').append(facts.news().size()).toString();
  }

  /**
   * Adds an action of a conversation. Its random numbers are others than those of the remaining
   * actions, which are the same in games without conversations.
   */
  private void write(BriefingFacts facts, Temperament temperament, List<ObjectNode> actions) {
    var dice = RepeatableRandom.of(seed, "conversation", situation(facts));
    new Correspondent(facts, temperament, dice)
        .write()
        .filter(_ -> actions.size() < ACTIONS)
        .ifPresent(
            action -> {
              actions.removeIf(other -> other.path("type").asText().equals("hold"));
              actions.add(action);
            });
  }

  private static List<ObjectNode> actions(
      BriefingFacts facts, Temperament temperament, Belief belief, RepeatableRandom dice) {
    var trader = new Trader(facts, temperament, belief, dice);
    var actions = new ArrayList<ObjectNode>();
    if (!dice.chance(IDLE)) {
      actions.addAll(trader.trades());
      actions.addAll(new Talker(facts, temperament, belief, dice).talk());
      if (!facts.refusedLastTime() && dice.chance(MISTAKE)) {
        actions.addLast(trader.mistake());
      }
    }
    if (actions.isEmpty()) {
      actions.add(JsonNodeFactory.instance.objectNode().put("type", "hold"));
    }
    return actions.subList(0, Math.min(ACTIONS, actions.size()));
  }

  /** Counts turns, so that decisions vary even if the world does not change. */
  private static String memo(BriefingFacts facts, Belief belief, List<ObjectNode> actions) {
    var memo = new StringBuilder("Turn ").append((facts.turn() + 1) % 1_000_000_000L).append('.');
    if (facts.refusedLastTime()) {
      memo.append(" I was refused last time and keep to the rules.");
    }
    facts.markets().stream()
        .limit(4)
        .forEach(
            market ->
                memo.append(' ')
                    .append(market.id(), 0, Math.min(24, market.id().length()))
                    .append(": price ")
                    .append(Math.round(market.yes() * 100))
                    .append("%, my guess ")
                    .append(Math.round(belief.of(market) * 100))
                    .append("%."));
    memo.append(" Did:");
    actions.forEach(action -> memo.append(' ').append(action.path("type").asText()));
    return memo.append('.').toString();
  }
}
