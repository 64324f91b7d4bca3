package dev.ziggurat.trace;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Puts the chunks of a streamed answer together. Holds no more than a span may show. */
final class StreamedChoices {

  /** As many as OpenAI lets a request ask for. */
  private static final int MAX_CHOICES = 128;

  private static final int MAX_CALLS = 128;

  private static final int MAX_CHARACTERS = 8 * MessageParts.MAX_TEXT;

  private final ObjectMapper json;
  private final Map<Integer, Part> choices = new TreeMap<>();
  private int characters;

  StreamedChoices(ObjectMapper json) {
    this.json = json;
  }

  /** Adds a {@code chat.completion.chunk}. */
  synchronized void add(String chunk) {
    try {
      for (var choice : json.readTree(chunk).path("choices")) {
        var index = choice.path("index").asInt();
        if (choices.containsKey(index) || choices.size() < MAX_CHOICES) {
          choices.computeIfAbsent(index, _ -> new Part()).add(choice);
        }
      }
    } catch (JsonProcessingException malformed) {
      // What follows is shown.
    }
  }

  /** What has arrived, by index. */
  synchronized List<Choice> all() {
    return choices.values().stream().map(Part::choice).toList();
  }

  /** One answer so far. */
  private final class Part {

    private static final List<String> TEXTS =
        List.of("reasoning_content", "reasoning", "content", "refusal");

    private final Map<String, StringBuilder> texts = new TreeMap<>();
    private final List<ToolCall> calls = new ArrayList<>();
    private Optional<String> finishReason = Optional.empty();

    void add(JsonNode choice) {
      var delta = choice.path("delta");
      for (var name : TEXTS) {
        append(texts.computeIfAbsent(name, _ -> new StringBuilder()), delta.path(name));
      }
      for (var call : delta.path("tool_calls")) {
        call(call.path("index").asInt(calls.size())).ifPresent(known -> known.add(call));
      }
      if (delta.path("function_call").isObject()) {
        call(0).ifPresent(known -> known.addFunction(delta.path("function_call")));
      }
      finishReason =
          Optional.ofNullable(choice.path("finish_reason").textValue()).or(() -> finishReason);
    }

    private Optional<ToolCall> call(int index) {
      if (index < 0 || index >= MAX_CALLS) {
        return Optional.empty();
      }
      while (calls.size() <= index) {
        calls.add(new ToolCall());
      }
      return Optional.of(calls.get(index));
    }

    Choice choice() {
      var message = JsonNodeFactory.instance.objectNode();
      texts.forEach((name, text) -> message.put(name, text.toString()));
      for (var call : calls) {
        var written = message.withArray("tool_calls").addObject().put("id", call.id);
        written.putObject("function").put("name", call.name).put("arguments", call.arguments());
      }
      return new Choice(message, finishReason);
    }
  }

  /** One tool call so far. */
  private final class ToolCall {

    private final StringBuilder arguments = new StringBuilder();
    private String id;
    private String name = "";

    void add(JsonNode call) {
      id = known(call.path("id"), id);
      addFunction(call.path("function"));
    }

    void addFunction(JsonNode function) {
      name = known(function.path("name"), name);
      append(arguments, function.path("arguments"));
    }

    String arguments() {
      return arguments.toString();
    }
  }

  /** Some servers repeat a field, empty. */
  private static String known(JsonNode field, String before) {
    return field.asText("").isEmpty() ? before : field.textValue();
  }

  private void append(StringBuilder text, JsonNode more) {
    // One character more than is shown, so that the cut can be seen.
    var room = Math.min(MessageParts.MAX_TEXT + 1 - text.length(), MAX_CHARACTERS - characters);
    if (more.isTextual() && room > 0) {
      var length = Math.min(room, more.textValue().length());
      text.append(more.textValue(), 0, length);
      characters += length;
    }
  }
}
