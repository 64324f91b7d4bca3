package dev.ziggurat.trace;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.Question;
import io.opentelemetry.api.trace.Span;
import java.util.Locale;

/** Puts what was sent and answered into a span, where the operator wants that. */
sealed interface Messages {

  /** Puts in nothing. */
  Messages NONE = new Withheld();

  /** What the model was sent. */
  void asked(Span span, Question question);

  /** What the model answered. */
  void answered(Span span, Completion completion);

  /** Nothing leaves this process but through the chain. */
  record Withheld() implements Messages {

    @Override
    public void asked(Span span, Question question) {
      // Not a word.
    }

    @Override
    public void answered(Span span, Completion completion) {
      // Not a word.
    }
  }

  /** Texts as the conventions write them: JSON with a list of parts for each message. */
  record Shown() implements Messages {

    /** A longer text is cut: spans wait in memory until they are sent. */
    private static final int LONGEST = 32_768;

    @Override
    public void asked(Span span, Question question) {
      var instructions = JsonNodeFactory.instance.arrayNode();
      var input = JsonNodeFactory.instance.arrayNode();
      for (var message : question.messages()) {
        if (message.role() == ChatMessage.Role.SYSTEM) {
          addText(instructions, message.content());
        } else {
          addMessage(input, message.role().name(), message.content());
        }
      }
      span.setAttribute(GenAi.INSTRUCTIONS, instructions.toString());
      span.setAttribute(GenAi.INPUT, input.toString());
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
          .put("content", text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…");
    }
  }
}
