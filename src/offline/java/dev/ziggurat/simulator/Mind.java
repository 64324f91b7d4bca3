package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.simulator.agent.AgentPolicy;
import dev.ziggurat.simulator.agent.BriefingFacts;
import dev.ziggurat.simulator.agent.Dice;

/** What stands in for the model: the agent policy for a briefing, a short answer for the rest. */
final class Mind {

  private static final String THOUGHT =
      "The briefing asks for a decision; weighing price and news.";
  private static final String EXCUSE = "I'm sorry, but I can't help with that.";

  private final long seed;
  private final AgentPolicy policy;

  Mind(long seed) {
    this.seed = seed;
    this.policy = new AgentPolicy(seed);
  }

  Answer answer(Ask ask, Fault fault) {
    var text = text(ask);
    if (fault.disturbance().filter(Disturbance::ofContent).isPresent()) {
      text = disturbed(text, fault.disturbance().get());
    }
    var wanted = ask.reasons() ? Dice.of(seed, "reasoning", text).between(16, 96) : 0;
    var reasoning = Math.min(wanted, ask.maxTokens());
    var room = (ask.maxTokens() - reasoning) * 4;
    var cut = text.length() > room;
    var said = cut ? text.substring(0, (int) room) : text;
    return new Answer(
        said,
        ask.reasons() ? THOUGHT : "",
        cut,
        fault.is(Disturbance.REFUSAL),
        ask.inputTokens(),
        ask.cachedTokens(),
        reasoning + Ask.tokens(said),
        reasoning);
  }

  private String text(Ask ask) {
    var facts = BriefingFacts.in(ask.messages());
    if (facts.isPresent() && ask.schema().map(Mind::isDecision).orElse(true)) {
      return policy.decide(facts.get());
    }
    if (ask.schema().isPresent()) {
      return SchemaInstance.of(ask.schema().get()).toString();
    }
    var plain = plain(ask);
    return ask.jsonObject()
        ? JsonNodeFactory.instance.objectNode().put("answer", plain).toString()
        : plain;
  }

  private static boolean isDecision(JsonNode schema) {
    var properties = schema.path("properties");
    return properties.has("memo") && properties.has("actions");
  }

  private static String plain(Ask ask) {
    var asked =
        ask.messages().stream()
            .filter(message -> message.role() == ChatMessage.Role.USER)
            .reduce("", (last, message) -> message.content(), (first, second) -> second)
            .strip();
    var words = asked.isEmpty() ? 0 : asked.split("\\s+").length;
    return "This is a simulated answer: no model was asked. Your last message has "
        + words
        + " words and "
        + asked.length()
        + " characters; "
        + ask.messages().size()
        + " messages came in all.";
  }

  private static String disturbed(String text, Disturbance disturbance) {
    return switch (disturbance) {
      case EMPTY_ANSWER -> "";
      case GARBAGE -> "The ziggurat hums at dusk, and seven goats agree.";
      case THINK_TAGS -> "<think>They want {\"actions\": []} or so. Let me see.</think>\n" + text;
      case FENCED -> "```json\n" + text + "\n```";
      case CHATTER -> "Sure! Here is my decision:\n\n" + text + "\n\nLet me know if I can do more.";
      case REFUSAL -> EXCUSE;
      default -> text;
    };
  }
}
