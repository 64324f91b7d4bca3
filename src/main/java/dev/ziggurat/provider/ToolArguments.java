package dev.ziggurat.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/** The arguments of a tool call in a conversation, as a JSON object. */
public final class ToolArguments {

  /** The field that arguments which are no JSON object are wrapped in. */
  public static final String INVALID = "invalid_json";

  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);

  private ToolArguments() {}

  /**
   * The arguments as an object: as given, parsed from a text, or empty. Models sometimes write
   * broken JSON, above all when their answer is cut. That stays readable for the next model in a
   * field of its own, because some servers refuse the conversation otherwise.
   */
  public static ObjectNode object(JsonNode arguments) {
    if (arguments instanceof ObjectNode object) {
      return object;
    }
    var text = arguments.isTextual() ? arguments.textValue() : arguments.toString();
    if (text.isBlank() || arguments.isNull() || arguments.isMissingNode()) {
      return JsonNodeFactory.instance.objectNode();
    }
    return parsed(text).orElseGet(() -> JsonNodeFactory.instance.objectNode().put(INVALID, text));
  }

  /** The object that a text is, {@code null} an empty one; empty if it is anything else. */
  public static Optional<ObjectNode> parsed(String text) {
    try {
      JsonNode parsed = JSON.readValue(text);
      if (parsed instanceof ObjectNode object) {
        return Optional.of(object);
      }
      return parsed.isNull()
          ? Optional.of(JsonNodeFactory.instance.objectNode())
          : Optional.empty();
    } catch (JsonProcessingException malformed) {
      return Optional.empty();
    }
  }
}
