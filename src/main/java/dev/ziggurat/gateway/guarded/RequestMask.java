package dev.ziggurat.gateway.guarded;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.ziggurat.guardrails.TextMask;
import dev.ziggurat.guardrails.TextStream;
import java.io.IOException;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Masks all texts in the JSON of a request, of any API: whatever field they are in, also names of
 * fields, names of who speaks, and numbers in objects. Left as they are: words of the API such as
 * roles and types, names of tools, files and images in Base64, and what is encrypted or signed.
 */
public final class RequestMask {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Fields whose values are words of the API, as far as they look like it. */
  private static final Set<String> WORDS = Set.of("role", "type", "name", "model", "media_type");

  /** Objects of the caller's own, which have no words of the API. */
  private static final Set<String> FREE =
      Set.of("input", "arguments", "metadata", "default", "examples", "const", "enum");

  /** What only its issuer can read or must find unchanged. */
  private static final Set<String> SEALED = Set.of("signature", "encrypted_content");

  private static final Set<String> FILES = Set.of("url", "image_url", "file_data", "data");
  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_./:-]{0,99}");
  private static final Pattern FIELD = Pattern.compile("[A-Za-z_$][A-Za-z0-9_$-]{0,39}");
  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern JSON_BEGIN = Pattern.compile("\\s*[\\[{]");
  private static final Pattern DATA_URL = Pattern.compile("data:[a-z0-9/+.-]{0,100};base64,");

  /** Shorter numbers say nothing about anybody. */
  private static final int NUMBER_DIGITS = 8;

  private final TextStream texts;
  private final TextStream jsonTexts;

  /** Masks by this guardrail. */
  public RequestMask(TextMask mask) {
    this.texts = mask.text();
    this.jsonTexts = mask.json();
  }

  /** A masked copy. */
  public ObjectNode of(ObjectNode body) {
    var masked = NODES.objectNode();
    for (var field : body.properties()) {
      // Numbers here are parameters.
      masked.set(
          name(field.getKey()),
          field.getValue().isNumber()
              ? field.getValue()
              : masked(field.getKey(), field.getValue(), body, false));
    }
    return masked;
  }

  /** A masked copy of a list of items or messages. */
  public ArrayNode of(ArrayNode list) {
    return (ArrayNode) masked("", list, NODES.objectNode(), false);
  }

  /**
   * A masked copy of a request as text: the text itself where nothing is found. What is not a JSON
   * object is checked as any text.
   */
  public String of(String request, ObjectReader json) {
    try {
      if (json.readTree(request) instanceof ObjectNode body) {
        var masked = of(body);
        return masked.equals(body) ? request : masked.toString();
      }
    } catch (JsonProcessingException cut) {
      // No JSON any more, because its end is missing.
    }
    return texts.whole(request);
  }

  private JsonNode masked(String name, JsonNode value, ObjectNode parent, boolean free) {
    return switch (value) {
      case ObjectNode object -> {
        var inside = free || isFree(name);
        var masked = NODES.objectNode();
        for (var field : object.properties()) {
          masked.set(
              name(field.getKey()), masked(field.getKey(), field.getValue(), object, inside));
        }
        yield masked;
      }
      case ArrayNode list -> {
        var masked = NODES.arrayNode(list.size());
        list.forEach(each -> masked.add(masked(name, each, parent, free)));
        yield masked;
      }
      case TextNode text -> isKept(name, text.textValue(), parent, free) ? text : text(name, text);
      default -> value.isNumber() ? number(value) : value;
    };
  }

  private String name(String field) {
    return isFieldName(field) ? field : texts.whole(field);
  }

  private JsonNode text(String name, TextNode text) {
    var said = text.textValue();
    var stream = name.equals("arguments") || isEscapedJson(said) ? jsonTexts : texts;
    return NODES.textNode(stream.whole(said));
  }

  /** Such as the output of a tool: what is escaped there is found only as JSON. */
  private static boolean isEscapedJson(String text) {
    if (!text.contains("\\u") || !JSON_BEGIN.matcher(text).lookingAt()) {
      return false;
    }
    try (var tokens = JSON.createParser(text)) {
      while (tokens.nextToken() != null) {
        // To the end, or to the first mistake.
      }
      return true;
    } catch (IOException noJson) {
      return false;
    }
  }

  private JsonNode number(JsonNode number) {
    var text = number.asText();
    if (text.length() < NUMBER_DIGITS) {
      return number;
    }
    var masked = texts.whole(text);
    return masked.equals(text) ? number : NODES.textNode(masked);
  }

  /** Whether a field has objects of the caller's own. */
  static boolean isFree(String name) {
    return FREE.contains(name);
  }

  /** Whether this can be a word of the API: one without spaces. */
  static boolean isWord(String text) {
    return WORD.matcher(text).matches();
  }

  /** Whether this can be the name of a field of the API, or of a caller's own. */
  static boolean isFieldName(String text) {
    return FIELD.matcher(text).matches();
  }

  /**
   * Whether a text is none that is said: a word of the API, a file, or sealed.
   *
   * @param parent the object that has it
   * @param free whether that is an object of the caller's own
   */
  static boolean isKept(String name, String text, ObjectNode parent, boolean free) {
    if (free) {
      return false;
    }
    if (WORDS.contains(name) && !(name.equals("name") && parent.has("role"))) {
      return isWord(text);
    }
    return SEALED.contains(name) || FILES.contains(name) && isFile(name, text, parent);
  }

  private static boolean isFile(String name, String text, ObjectNode parent) {
    if (!name.equals("data")) {
      return DATA_URL.matcher(text).lookingAt();
    }
    // Anthropic's files, redacted thinking; OpenAI's audio.
    var type = parent.path("type").asText();
    return type.equals("base64")
        || type.equals("redacted_thinking")
        || !parent.has("type") && parent.has("format");
  }
}
