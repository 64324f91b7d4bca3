package dev.ziggurat.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.PromptRequest;
import io.opentelemetry.api.trace.Span;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/** Adds prompts and answers to a span, if configured. */
sealed interface Messages {

  /** Adds nothing. */
  Messages NONE = new Withheld();

  /** As configured. */
  static Messages of(TraceConfig config) {
    return config.texts() ? new Shown() : NONE;
  }

  /** Adds what the model was sent. */
  void asked(Span span, ChatRequest request);

  /** Adds what the model answered. */
  void answered(Span span, Completion completion);

  /** Prompts and answers are not exported. */
  record Withheld() implements Messages {

    @Override
    public void asked(Span span, ChatRequest request) {
      // Withheld.
    }

    @Override
    public void answered(Span span, Completion completion) {
      // Withheld.
    }
  }

  /** Texts in the conventions' format: JSON with a list of parts for each message. */
  record Shown() implements Messages {

    /** Longer texts are truncated, because spans are buffered in memory. */
    private static final int MAX_TEXT = 32_768;

    private static final Set<String> INSTRUCTORS = Set.of("system", "developer");

    @Override
    public void asked(Span span, ChatRequest request) {
      var instructions = JsonNodeFactory.instance.arrayNode();
      var input = JsonNodeFactory.instance.arrayNode();
      switch (request) {
        case PromptRequest question -> add(question, instructions, input);
        case ForwardedRequest forwarded -> add(forwarded, instructions, input);
      }
      span.setAttribute(GenAi.INSTRUCTIONS, instructions.toString());
      span.setAttribute(GenAi.INPUT, input.toString());
    }

    private static void add(PromptRequest question, ArrayNode instructions, ArrayNode input) {
      for (var message : question.messages()) {
        if (message.role() == ChatMessage.Role.SYSTEM) {
          addText(instructions, message.content());
        } else {
          addMessage(input, message.role().name(), message.content());
        }
      }
    }

    private static void add(ForwardedRequest forwarded, ArrayNode instructions, ArrayNode input) {
      for (var message : forwarded.body().path("messages")) {
        var role = message.path("role").asText();
        var text = text(message.path("content"));
        if (INSTRUCTORS.contains(role)) {
          addText(instructions, text);
        } else {
          addMessage(input, role, text);
        }
      }
    }

    /** Images and tool calls are left out. */
    private static String text(JsonNode content) {
      return content.isTextual()
          ? content.textValue()
          : StreamSupport.stream(content.spliterator(), false)
              .map(part -> part.path("text").asText())
              .collect(Collectors.joining("\n"));
    }

    @Override
    public void answered(Span span, Completion completion) {
      var output = JsonNodeFactory.instance.arrayNode();
      addMessage(output, "assistant", completion.text());
      span.setAttribute(GenAi.OUTPUT, output.toString());
    }

    private static void addMessage(ArrayNode messages, String role, String text) {
      var message = messages.addObject();
      message.put("role", role.toLowerCase(Locale.ROOT));
      addText(message.putArray("parts"), text);
    }

    private static void addText(ArrayNode parts, String text) {
      parts
          .addObject()
          .put("type", "text")
          .put("content", text.length() <= MAX_TEXT ? text : text.substring(0, MAX_TEXT) + "…");
    }
  }
}
