package dev.ziggurat.gateway.messages;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.AnswerText;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A chat completion, whole and in random pieces: the arguments of its tool calls may be mixed. */
final class RandomAnswer {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String LETTERS = "ab {}[]\"\\\\\n\u00e9\ud83d\ude00:,";

  private final Random random;
  private final String reasoning;
  private final String text;
  private final List<String> arguments = new ArrayList<>();
  private final ObjectNode usage = JSON.createObjectNode();

  RandomAnswer(Random random) {
    this.random = random;
    this.reasoning = random.nextBoolean() ? letters() : "";
    this.text = random.nextInt(4) > 0 ? letters() : "";
    for (var call = random.nextInt(4); call > 0; call--) {
      var input = JSON.createObjectNode();
      for (var field = random.nextInt(3); field > 0; field--) {
        input.put("f" + field, letters()).putObject("o" + field).put("x", field);
      }
      arguments.add(input.toString());
    }
    usage
        .put("prompt_tokens", 10 + random.nextInt(90))
        .put("completion_tokens", random.nextInt(90))
        .putObject("prompt_tokens_details")
        .put("cached_tokens", random.nextInt(10));
  }

  private String letters() {
    var letters = new StringBuilder();
    for (var letter = 1 + random.nextInt(12); letter > 0; letter--) {
      letters.append(LETTERS.charAt(random.nextInt(LETTERS.length() - 4)));
    }
    return letters + "\ud83d\ude00";
  }

  String completion() {
    var body = JSON.createObjectNode();
    var choice =
        body.putArray("choices").addObject().put("index", 0).put("finish_reason", finish());
    var message = choice.putObject("message").put("content", text).put("reasoning", reasoning);
    var calls = message.putArray("tool_calls");
    for (var index = 0; index < arguments.size(); index++) {
      var call = calls.addObject().put("id", "call_" + index).put("type", "function");
      call.putObject("function").put("name", "tool" + index).put("arguments", arguments.get(index));
    }
    body.set("usage", usage);
    return body.toString();
  }

  private String finish() {
    return arguments.isEmpty() ? "stop" : "tool_calls";
  }

  List<AnswerText> chunks() {
    var chunks = new ArrayList<ObjectNode>();
    cut(reasoning).forEach(part -> chunks.add(delta().put("reasoning", part)));
    cut(text).forEach(part -> chunks.add(delta().put("content", part)));
    chunks.addAll(calls());
    var written = new ArrayList<AnswerText>();
    chunks.forEach(delta -> written.add(chunk(delta, null)));
    written.add(chunk(delta(), finish()));
    var last = JSON.createObjectNode();
    last.putArray("choices");
    last.set("usage", usage);
    written.add(AnswerText.of(last.toString()));
    return written;
  }

  /** Each call's parts in their order; those of several calls mixed, or one after the other. */
  private List<ObjectNode> calls() {
    var waiting = new ArrayList<List<ObjectNode>>();
    for (var index = 0; index < arguments.size(); index++) {
      var parts = new ArrayList<ObjectNode>();
      var begin = delta();
      begin
          .putArray("tool_calls")
          .addObject()
          .put("index", index)
          .put("id", "call_" + index)
          .putObject("function")
          .put("name", "tool" + index)
          .put("arguments", "");
      parts.add(begin);
      for (var part : cut(arguments.get(index))) {
        var delta = delta();
        delta
            .putArray("tool_calls")
            .addObject()
            .put("index", index)
            .putObject("function")
            .put("arguments", part);
        parts.add(delta);
      }
      waiting.add(parts);
    }
    var mixed = random.nextBoolean();
    var chunks = new ArrayList<ObjectNode>();
    var begun = 0;
    while (waiting.stream().anyMatch(parts -> !parts.isEmpty())) {
      // Calls begin in their order.
      var next = mixed ? random.nextInt(Math.min(begun + 1, waiting.size())) : first(waiting);
      if (!waiting.get(next).isEmpty()) {
        chunks.add(waiting.get(next).removeFirst());
        begun = Math.max(begun, next + 1);
      }
    }
    return chunks;
  }

  private static int first(List<List<ObjectNode>> waiting) {
    var first = 0;
    while (waiting.get(first).isEmpty()) {
      first++;
    }
    return first;
  }

  private static ObjectNode delta() {
    return JSON.createObjectNode();
  }

  private static AnswerText chunk(ObjectNode delta, String finish) {
    var chunk = JSON.createObjectNode();
    var choice = chunk.putArray("choices").addObject().put("index", 0).put("finish_reason", finish);
    choice.set("delta", delta);
    return AnswerText.of(chunk.toString());
  }

  private List<String> cut(String whole) {
    var parts = new ArrayList<String>();
    var begin = 0;
    while (begin < whole.length()) {
      var end = Math.min(whole.length(), begin + 1 + random.nextInt(6));
      parts.add(whole.substring(begin, end));
      begin = end;
    }
    return parts;
  }

  /** All that it says, in a form that compares. */
  List<String> said() {
    var said = new ArrayList<String>();
    said.add(reasoning);
    said.add(text);
    for (var index = 0; index < arguments.size(); index++) {
      said.add("call_%d tool%d %s".formatted(index, index, arguments.get(index)));
    }
    return said;
  }

  /** The same of content blocks, or of a message of chat completions. */
  List<String> saidIn(JsonNode written) {
    return written.isArray() ? saidInBlocks(written) : saidInMessage(written);
  }

  private static List<String> saidInBlocks(JsonNode content) {
    var thinking = new StringBuilder();
    var text = new StringBuilder();
    var calls = new ArrayList<String>();
    for (var block : content) {
      thinking.append(block.path("thinking").asText(""));
      text.append(block.path("text").asText(""));
      if (block.path("type").asText().equals("tool_use")) {
        calls.add(
            "%s %s %s"
                .formatted(
                    block.path("id").asText(), block.path("name").asText(), block.path("input")));
      }
    }
    calls.addFirst(text.toString());
    calls.addFirst(thinking.toString());
    return calls;
  }

  private static List<String> saidInMessage(JsonNode message) {
    var said = new ArrayList<String>();
    said.add(message.path("reasoning").asText(""));
    said.add(message.path("content").asText(""));
    for (var call : message.path("tool_calls")) {
      said.add(
          "%s %s %s"
              .formatted(
                  call.path("id").asText(),
                  call.at("/function/name").asText(),
                  call.at("/function/arguments").asText()));
    }
    return said;
  }
}
