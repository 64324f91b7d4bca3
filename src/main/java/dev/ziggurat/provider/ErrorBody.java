package dev.ziggurat.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * The fields of an error body in any of the known formats: an {@code error} object or string, a
 * {@code detail} string or list, HTML, plain text, or empty.
 *
 * @param code lower case; empty when absent. Claude's {@code details.error_code} is read as code,
 *     and a {@code status} where there is no code
 * @param type lower case; empty when absent
 * @param message on one line, not truncated; empty when absent
 * @param parameter the invalid request parameter; empty when not named
 */
record ErrorBody(
    String code, String type, String message, String parameter, Optional<String> requestId) {

  private static final int MAX_TEXT = 4_000;

  static ErrorBody read(ObjectMapper json, String body) {
    JsonNode root;
    try {
      root = json.readTree(ProviderJson.text(body));
    } catch (JsonProcessingException notJson) {
      return plainText(body);
    }
    if (!root.isObject()) {
      return plainText(root.isTextual() ? root.textValue() : body);
    }
    var requestId = Optional.of(text(root.path("request_id"))).filter(id -> !id.isEmpty());
    var error = root.path("error");
    if (error.isObject()) {
      return fields(error, requestId);
    }
    if (error.isTextual()) {
      return new ErrorBody(code(root), "", line(error.textValue()), "", requestId);
    }
    return root.has("detail") ? detail(root.path("detail"), requestId) : fields(root, requestId);
  }

  private static ErrorBody fields(JsonNode error, Optional<String> requestId) {
    return new ErrorBody(
        code(error),
        lower(text(error.path("type"))),
        line(text(error.path("message"))),
        text(error.path("param")),
        requestId);
  }

  private static String code(JsonNode error) {
    return Stream.of(
            error.at("/details/error_code"),
            error.path("code"),
            error.path("status_code"),
            error.path("status"))
        .map(ErrorBody::text)
        .filter(code -> !code.isEmpty())
        .findFirst()
        .map(ErrorBody::lower)
        .orElse("");
  }

  private static ErrorBody detail(JsonNode detail, Optional<String> requestId) {
    if (detail.isArray()) {
      var sentences =
          elements(detail)
              .map(item -> location(item) + ": " + text(item.path("msg")))
              .collect(Collectors.joining("; "));
      return new ErrorBody("", "", line(sentences), location(detail.path(0)), requestId);
    }
    return new ErrorBody("", "", line(text(detail)), "", requestId);
  }

  private static String location(JsonNode item) {
    return elements(item.path("loc"))
        .map(ErrorBody::text)
        .filter(part -> !part.equals("body"))
        .collect(Collectors.joining("."));
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static ErrorBody plainText(String body) {
    var start = body.substring(0, Math.min(body.length(), MAX_TEXT));
    return new ErrorBody("", "", line(start.replaceAll("<[^>]*>", " ")), "", Optional.empty());
  }

  private static String text(JsonNode node) {
    return node.isMissingNode() || node.isNull()
        ? ""
        : node.isValueNode() ? node.asText() : node.toString();
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static String line(String text) {
    return text.replaceAll("[\\s\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]+", " ").strip();
  }
}
