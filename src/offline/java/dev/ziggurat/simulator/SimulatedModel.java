package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.llm.ToolCall;
import dev.ziggurat.simulator.agent.AgentPolicy;
import dev.ziggurat.simulator.agent.BriefingFacts;
import dev.ziggurat.simulator.agent.RepeatableRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The simulated model: the agent policy for briefings, a short answer for the rest. */
final class SimulatedModel {

  private static final String THOUGHT =
      "The briefing asks for a decision; weighing price and news.";
  private static final String REFUSAL = "I'm sorry, but I can't help with that.";

  private final long seed;
  private final AgentPolicy policy;

  SimulatedModel(long seed) {
    this.seed = seed;
    this.policy = new AgentPolicy(seed);
  }

  Answer answer(Ask ask, Fault fault) {
    var disturbance = fault.disturbance().filter(FaultKind::ofContent);
    var calls = disturbance.isPresent() ? List.<ToolCall>of() : calls(ask);
    var misreadsNews = fault.is(FaultKind.MISREAD_NEWS);
    var batch = calls.isEmpty() ? SimulatedBatch.of(ask) : Optional.<SimulatedBatch>empty();
    var parts =
        batch.map(SimulatedBatch::asked).orElse(List.of()).stream()
            .map(asked -> text(asked, misreadsNews))
            .toList();
    var text = calls.isEmpty() && batch.isEmpty() ? text(ask, misreadsNews) : "";
    if (batch.isPresent()) {
      text = batch.get().answer(parts, disturbance);
    }
    if (disturbance.isPresent()) {
      text = disturbed(text, disturbance.get());
    }
    var stop = firstStop(text, ask.options().stops());
    if (stop.isPresent()) {
      text = text.substring(0, text.indexOf(stop.get()));
    }
    var wanted = ask.reasons() ? reasoning(batch.isPresent() ? parts : List.of(text)) : 0;
    var reasoning = Math.min(wanted, ask.maxTokens());
    var room = (ask.maxTokens() - reasoning) * 4;
    var cut = text.length() > room || disturbance.filter(SimulatedBatch::cuts).isPresent();
    var called = calls.stream().mapToLong(call -> Ask.tokens(call.arguments()) + 8).sum();
    var said = cut ? text.substring(0, (int) Math.min(room, text.length())) : text;
    return new Answer(
        said,
        ask.reasons() ? THOUGHT : "",
        cut,
        cut ? Optional.empty() : stop,
        fault.is(FaultKind.REFUSAL),
        calls,
        ask.inputTokens(),
        ask.cachedTokens(),
        ask.options().answers() * (reasoning + Ask.tokens(said) + called),
        ask.options().answers() * reasoning);
  }

  /** As many tokens for several agents as for each of them alone. */
  private long reasoning(List<String> answers) {
    return answers.stream()
        .mapToLong(answer -> RepeatableRandom.of(seed, "reasoning", answer).between(16, 96))
        .sum();
  }

  private List<ToolCall> calls(Ask ask) {
    var calls = new ArrayList<ToolCall>();
    for (var tool : ask.tools().called(ask.lastUserText())) {
      var turn = ask.messages().size() + "." + calls.size();
      var id = RepeatableRandom.of(seed, "call", tool.name(), ask.lastUserText(), turn).bits();
      calls.add(
          new ToolCall(
              HexFormat.of().toHexDigits(id),
              tool.name(),
              SchemaInstance.of(tool.parameters()).toString()));
    }
    return calls;
  }

  /** The first stop sequence in the text. */
  private static Optional<String> firstStop(String text, List<String> stops) {
    return stops.stream()
        .filter(stop -> !stop.isEmpty() && text.contains(stop))
        .min(Comparator.comparingInt(text::indexOf));
  }

  private String text(Ask ask, boolean misreadsNews) {
    if (SimulatedReflection.isAsked(ask)) {
      return SimulatedReflection.of(ask);
    }
    var facts = BriefingFacts.in(ask.messages());
    if (facts.isPresent() && ask.schema().map(SimulatedModel::isDecision).orElse(true)) {
      return policy.decide(facts.get(), misreadsNews);
    }
    if (ask.schema().isPresent()) {
      var schema = ask.schema().get();
      return (isDecision(schema) ? decision(schema) : SchemaInstance.of(schema)).toString();
    }
    var plain = plain(ask);
    return AskedForm.of(seed, ask, plain).orElse(plain);
  }

  private static boolean isDecision(JsonNode schema) {
    var properties = schema.path("properties");
    return properties.has("memo") && properties.has("actions");
  }

  /** In a world that it cannot read, an agent takes the first action there is. */
  private static JsonNode decision(JsonNode schema) {
    var decision = JsonNodeFactory.instance.objectNode().put("memo", "");
    decision
        .putArray("actions")
        .add(SchemaInstance.of(schema.path("properties").path("actions").path("items")));
    return decision;
  }

  private static String plain(Ask ask) {
    if (!ask.tools().results().isEmpty()) {
      return "This is a simulated answer. The tools said: "
          + String.join("; ", ask.tools().results());
    }
    var asked = ask.lastUserText();
    var words = asked.isEmpty() ? 0 : asked.split("\\s+").length;
    return "This is a simulated answer: no model was asked. Your last message has "
        + words
        + " words and "
        + asked.length()
        + " characters; "
        + ask.messages().size()
        + " messages came in all.";
  }

  private static String disturbed(String text, FaultKind disturbance) {
    return switch (disturbance) {
      case EMPTY_ANSWER -> "";
      case GARBAGE -> "The ziggurat hums at dusk, and seven goats agree.";
      case THINK_TAGS -> "<think>They want {\"actions\": []} or so. Let me see.</think>\n" + text;
      case FENCED -> "```json\n" + text + "\n```";
      case CHATTER -> "Sure! Here is my decision:\n\n" + text + "\n\nLet me know if I can do more.";
      case REFUSAL -> REFUSAL;
      default -> text;
    };
  }
}
