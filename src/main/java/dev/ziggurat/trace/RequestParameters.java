package dev.ziggurat.trace;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Operation;
import dev.ziggurat.llm.PromptRequest;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The parameters of a request and its tools, as attributes. Parameters are the caller's: a provider
 * may get fewer of them.
 */
final class RequestParameters {

  /** OpenAI accepts 4 stop sequences and 128 tools. */
  private static final int MAX_STOPS = 16;

  private static final int MAX_TOOLS = 128;

  /** Longer definitions are cut to their names, in characters. */
  private static final int MAX_DEFINITIONS = 4 * MessageParts.MAX_TEXT;

  private RequestParameters() {}

  /**
   * Adds them to a span.
   *
   * @param texts whether descriptions and schemas of tools are added
   */
  static void add(Span span, ChatRequest request, boolean texts) {
    if (request.operation() == Operation.CHAT) {
      span.setAttribute(GenAi.MAX_TOKENS, (long) request.maxOutputTokens());
    }
    switch (request) {
      case PromptRequest prompt -> {
        prompt.temperature().ifPresent(value -> span.setAttribute(GenAi.TEMPERATURE, value));
        prompt.answerSchema().ifPresent(_ -> span.setAttribute(GenAi.OUTPUT_TYPE, "json"));
      }
      case ForwardedRequest forwarded when forwarded.embedding().isPresent() ->
          embedding(span, forwarded.body());
      case ForwardedRequest forwarded -> add(span, forwarded, texts);
    }
  }

  private static void embedding(Span span, JsonNode body) {
    integer(span, GenAi.DIMENSIONS, body.path("dimensions"));
    if (body.path("encoding_format").isTextual()) {
      span.setAttribute(GenAi.ENCODING_FORMATS, List.of(body.path("encoding_format").textValue()));
    }
  }

  private static void add(Span span, ForwardedRequest request, boolean texts) {
    var body = request.body();
    number(span, GenAi.TEMPERATURE, body.path("temperature"));
    number(span, GenAi.TOP_P, body.path("top_p"));
    number(span, GenAi.FREQUENCY_PENALTY, body.path("frequency_penalty"));
    number(span, GenAi.PRESENCE_PENALTY, body.path("presence_penalty"));
    integer(span, GenAi.TOP_K, body.path("top_k"));
    integer(span, GenAi.SEED, body.path("seed"));
    var stops = stops(body.path("stop"));
    if (!stops.isEmpty()) {
      span.setAttribute(GenAi.STOP, stops);
    }
    if (request.answers() > 1) {
      span.setAttribute(GenAi.CHOICES, (long) request.answers());
    }
    if (request.streamed()) {
      span.setAttribute(GenAi.STREAM, true);
    }
    var format = body.path("response_format").path("type").asText("");
    if (!format.isEmpty()) {
      span.setAttribute(GenAi.OUTPUT_TYPE, format.startsWith("json") ? "json" : "text");
    }
    tools(span, body, texts);
  }

  private static void number(Span span, AttributeKey<Double> key, JsonNode value) {
    if (value.isNumber()) {
      span.setAttribute(key, value.doubleValue());
    }
  }

  private static void integer(Span span, AttributeKey<Long> key, JsonNode value) {
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      span.setAttribute(key, value.longValue());
    }
  }

  private static List<String> stops(JsonNode stop) {
    return (stop.isTextual() ? Stream.of(stop) : elements(stop))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .map(text -> text.length() <= 100 ? text : text.substring(0, 100) + "…")
        .limit(MAX_STOPS)
        .toList();
  }

  private static void tools(Span span, ObjectNode body, boolean texts) {
    var tools =
        Stream.concat(
                elements(body.path("tools")),
                elements(body.path("functions"))
                    .map(old -> JsonNodeFactory.instance.objectNode().set("function", old)))
            .limit(MAX_TOOLS)
            .toList();
    if (tools.isEmpty()) {
      return;
    }
    var definitions = definitions(tools, texts);
    span.setAttribute(
        GenAi.TOOLS,
        definitions.length() <= MAX_DEFINITIONS ? definitions : definitions(tools, false));
  }

  private static String definitions(List<JsonNode> tools, boolean texts) {
    var definitions = JsonNodeFactory.instance.arrayNode();
    for (var tool : tools) {
      var type = name(tool.path("type").asText("function"));
      var details = tool.path(tool.path("function").isObject() ? "function" : type);
      var definition = definitions.addObject().put("type", type);
      definition.put("name", name(details.path("name").asText(tool.path("name").asText(type))));
      if (texts) {
        copy(details, definition, "description");
        copy(details, definition, "parameters");
      }
    }
    return definitions.toString();
  }

  private static void copy(JsonNode from, ObjectNode to, String field) {
    if (from.hasNonNull(field)) {
      to.set(field, from.get(field));
    }
  }

  private static String name(String given) {
    return given.length() <= 128 ? given : given.substring(0, 128);
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return array.isArray() ? StreamSupport.stream(array.spliterator(), false) : Stream.empty();
  }
}
