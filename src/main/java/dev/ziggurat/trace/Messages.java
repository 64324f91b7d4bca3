package dev.ziggurat.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.PromptRequest;
import io.opentelemetry.api.trace.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Adds the prompts and answers of one call to its spans, if configured. */
sealed interface Messages {

  /** As configured. */
  static Messages of(TraceConfig config, ObjectMapper json) {
    return config.texts() ? new Shown(json) : new Withheld();
  }

  /** Whether texts are added. */
  boolean shown();

  /** Adds what the model was sent. */
  void asked(Span span, ChatRequest request);

  /** Adds what the model answered. */
  void answered(Span span, List<Choice> choices);

  /** Prompts and answers are not exported. */
  record Withheld() implements Messages {

    @Override
    public boolean shown() {
      return false;
    }

    @Override
    public void asked(Span span, ChatRequest request) {
      // Withheld.
    }

    @Override
    public void answered(Span span, List<Choice> choices) {
      // Withheld.
    }
  }

  /**
   * Texts in the conventions' format: JSON with a list of parts for each message. All spans of a
   * call share the text of its prompt.
   */
  final class Shown implements Messages {

    /** Only the last messages of a longer conversation are shown; in characters. */
    private static final int MAX_INPUT = 8 * MessageParts.MAX_TEXT;

    private static final int MAX_INSTRUCTIONS = 8;

    private static final Set<String> INSTRUCTORS = Set.of("system", "developer");

    private final MessageParts parts;
    private Input last;

    /** What the attributes of a request hold. */
    private record Input(ChatRequest request, String instructions, String messages, long leftOut) {}

    private Shown(ObjectMapper json) {
      this.parts = new MessageParts(json);
    }

    @Override
    public boolean shown() {
      return true;
    }

    @Override
    public synchronized void asked(Span span, ChatRequest request) {
      if (last == null || last.request() != request) {
        last = input(request);
      }
      span.setAttribute(GenAi.INSTRUCTIONS, last.instructions());
      span.setAttribute(GenAi.INPUT, last.messages());
      if (last.leftOut() > 0) {
        span.setAttribute(GenAi.LEFT_OUT, last.leftOut());
      }
    }

    private Input input(ChatRequest request) {
      var all = messages(request);
      var instructions = JsonNodeFactory.instance.arrayNode();
      var messages = new ArrayList<JsonNode>();
      all.stream()
          .filter(Shown::instructs)
          .limit(MAX_INSTRUCTIONS)
          .forEach(message -> instructions.addAll(parts.of(message)));
      var others = all.stream().filter(message -> !instructs(message)).toList();
      var characters = 0L;
      for (var message : others.reversed()) {
        var written = JsonNodeFactory.instance.objectNode();
        var role = message.path("role").asText();
        written.put("role", role.equals("function") ? "tool" : role);
        written.set("parts", parts.of(message));
        characters += written.toString().length();
        if (characters > MAX_INPUT) {
          break;
        }
        messages.add(written);
      }
      var input = JsonNodeFactory.instance.arrayNode().addAll(messages.reversed());
      var leftOut = others.size() - messages.size();
      return new Input(request, instructions.toString(), input.toString(), leftOut);
    }

    private static boolean instructs(JsonNode message) {
      return INSTRUCTORS.contains(message.path("role").asText());
    }

    private static List<JsonNode> messages(ChatRequest request) {
      var messages = new ArrayList<JsonNode>();
      switch (request) {
        case PromptRequest prompt ->
            prompt
                .messages()
                .forEach(
                    message ->
                        messages.add(
                            JsonNodeFactory.instance
                                .objectNode()
                                .put("role", message.role().name().toLowerCase(Locale.ROOT))
                                .put("content", message.content())));
        case ForwardedRequest forwarded -> forwarded.body().path("messages").forEach(messages::add);
      }
      return messages;
    }

    @Override
    public void answered(Span span, List<Choice> choices) {
      var output = JsonNodeFactory.instance.arrayNode();
      choices.forEach(choice -> output.add(choice.output(parts)));
      span.setAttribute(GenAi.OUTPUT, output.toString());
    }
  }
}
