package dev.ziggurat.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Correct answers as servers write them that take the schema loosely: contents as parts, arguments
 * as objects, details that are no objects, a byte order mark, and events that only keep the
 * connection open. Claude tells the input of a tool call when its block begins.
 */
final class LooseFormat {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final StreamFrame NOISE =
      new StreamFrame(
          ": keepalive\n\ndata: : keepalive\n\ndata:\n\nevent: heartbeat\ndata: still here\n\n",
          false);

  private LooseFormat() {}

  /** A whole answer. */
  static Reply whole(Reply reply, JsonNode answer) {
    for (var choice : answer.path("choices")) {
      loosen(choice.path("message"));
    }
    details(answer);
    var content = answer.path("content");
    if (content.size() == 1 && content.path(0).has("text")) {
      ((ObjectNode) answer).set("content", content.path(0).path("text"));
    }
    return new Reply(reply.status(), reply.headers(), reply.contentType(), "\uFEFF" + answer);
  }

  /** A stream. */
  static List<StreamFrame> stream(List<StreamFrame> frames) {
    var loose = new ArrayList<StreamFrame>();
    var begun = NODES.objectNode();
    var input = new StringBuilder();
    for (var frame : frames) {
      var event = FrameEvent.of(frame);
      if (event.json().isEmpty()) {
        loose.add(new StreamFrame(frame.text().stripTrailing() + " \n\n", frame.content()));
        continue;
      }
      var json = event.json().get();
      if (json.at("/content_block/type").asText().equals("tool_use")) {
        begun = json;
        input.setLength(0);
      } else if (json.at("/delta/type").asText().equals("input_json_delta")) {
        input.append(json.at("/delta/partial_json").asText());
      } else {
        if (json.path("type").asText().equals("content_block_stop") && !begun.isEmpty()) {
          loose.add(started(begun, input.toString()));
          begun = NODES.objectNode();
        }
        for (var choice : json.path("choices")) {
          loosen(choice.path("delta"));
        }
        details(json);
        loose.add(event.frame());
        if (frame.content()) {
          loose.add(NOISE);
        }
      }
    }
    return loose;
  }

  private static StreamFrame started(ObjectNode begun, String input) {
    ((ObjectNode) begun.path("content_block"))
        .set("input", input.isEmpty() ? NODES.objectNode() : parsed(input));
    return ClaudeEvents.event("content_block_start", begun, true);
  }

  private static void loosen(JsonNode said) {
    if (!said.path("content").asText("").isEmpty()) {
      var text = said.path("content");
      ((ObjectNode) said).putArray("content").addObject().put("type", "text").set("text", text);
    }
    for (var call : said.path("tool_calls")) {
      var arguments = call.at("/function/arguments").asText();
      if (call.has("id") && arguments.startsWith("{")) {
        ((ObjectNode) call.path("function")).set("arguments", parsed(arguments));
      }
    }
  }

  private static void details(JsonNode answer) {
    if (answer.path("usage") instanceof ObjectNode usage && usage.has("prompt_tokens")) {
      usage.put("prompt_tokens_details", 0);
    }
    if (answer.has("x_groq") && !answer.path("x_groq").has("usage")) {
      ((ObjectNode) answer).put("x_groq", "none");
    }
  }

  private static JsonNode parsed(String json) {
    try {
      return JsonBody.of(Buffer.buffer(json));
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
