package dev.ziggurat.gateway.embeddings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.GatewayCaller;
import dev.ziggurat.gateway.GatewayRefusal;
import dev.ziggurat.gateway.GatewayRequest;
import dev.ziggurat.gateway.ServedApi;
import dev.ziggurat.llm.EmbeddingInput;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Validates a request for embeddings. Fields that are unknown here are passed on.
 *
 * @see <a href="https://developers.openai.com/api/reference/resources/embeddings">Embeddings</a>
 */
@Singleton
class EmbeddingRequestReader implements ServedApi {

  /** OpenAI's limit. */
  static final int MAX_INPUTS = 2_048;

  private static final String INPUT = EmbeddingInput.FIELD;
  private static final String FORMAT = "encoding_format";
  private static final String DIMENSIONS = "dimensions";
  private static final String STREAM = "stream";
  private static final Set<String> FORMATS = Set.of("float", "base64");

  private final ObjectMapper json;

  EmbeddingRequestReader(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public String path() {
    return "/v1/embeddings";
  }

  @Override
  public GatewayRequest read(GatewayCaller caller, ObjectNode body, HttpHeaders headers) {
    check(body);
    return GatewayRequest.embeddings(body, new EmbeddingAnswerWriter(json));
  }

  /**
   * Checks the fields.
   *
   * @throws GatewayRefusal naming the one that is invalid
   */
  static void check(ObjectNode body) {
    input(body.path(INPUT));
    if (body.hasNonNull(FORMAT) && !FORMATS.contains(body.path(FORMAT).asText())) {
      throw GatewayRefusal.invalid(FORMAT, "encoding_format must be float or base64");
    }
    var dimensions = body.path(DIMENSIONS);
    if (body.hasNonNull(DIMENSIONS)
        && !(dimensions.isIntegralNumber()
            && dimensions.canConvertToInt()
            && dimensions.intValue() > 0)) {
      throw GatewayRefusal.invalid(DIMENSIONS, "dimensions must be a whole number above 0");
    }
    if (body.hasNonNull("user") && !body.path("user").isTextual()) {
      throw GatewayRefusal.invalid("user", "user must be a text");
    }
    var stream = body.remove(STREAM);
    if (stream != null && stream.asBoolean(false)) {
      throw GatewayRefusal.unsupported(
          STREAM, "Unsupported parameter: embeddings are not streamed, leave stream out.");
    }
  }

  private static void input(JsonNode input) {
    if (input.isMissingNode() || input.isNull()) {
      throw invalid("input is missing: send a text, a list of texts, or tokens");
    }
    if (input.isTextual()) {
      require(input, "input", EmbeddingRequestReader::isText, "must not be an empty text");
      return;
    }
    if (!input.isArray() || input.isEmpty()) {
      throw invalid(
          "input must be a text, a list of texts, a list of tokens, or a list of lists of tokens");
    }
    var first = input.get(0);
    if (first.isNumber()) {
      require(
          input, "input", EmbeddingRequestReader::areTokens, "must have only token ids, from 0");
      return;
    }
    if (input.size() > MAX_INPUTS) {
      throw invalid(
          "input must have at most %d inputs, not %d: send several calls"
              .formatted(MAX_INPUTS, input.size()));
    }
    var texts = first.isTextual();
    for (var position = 0; position < input.size(); position++) {
      require(
          input.get(position),
          "input[%d]".formatted(position),
          texts ? EmbeddingRequestReader::isText : EmbeddingRequestReader::areTokens,
          texts
              ? "must be a text that is not empty, like the first"
              : "must be a list of token ids, from 0, that is not empty");
    }
  }

  private static void require(JsonNode input, String path, Predicate<JsonNode> valid, String rule) {
    if (!valid.test(input)) {
      throw invalid(path + " " + rule);
    }
  }

  private static boolean isText(JsonNode input) {
    return input.isTextual() && !input.textValue().isEmpty();
  }

  private static boolean areTokens(JsonNode input) {
    if (!input.isArray() || input.isEmpty()) {
      return false;
    }
    for (var token : input) {
      if (!token.isIntegralNumber() || !token.canConvertToInt() || token.intValue() < 0) {
        return false;
      }
    }
    return true;
  }

  private static GatewayRefusal invalid(String message) {
    return GatewayRefusal.invalid(INPUT, message);
  }
}
