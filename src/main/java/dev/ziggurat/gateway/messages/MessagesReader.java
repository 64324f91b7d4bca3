package dev.ziggurat.gateway.messages;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.GatewayCaller;
import dev.ziggurat.gateway.GatewayRefusal;
import dev.ziggurat.gateway.GatewayRequest;
import dev.ziggurat.gateway.ServedApi;
import dev.ziggurat.llm.OriginalRequest;
import dev.ziggurat.llm.OriginalRequest.Api;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a Messages request: as its caller wrote it for Claude, and translated for the others.
 *
 * @see <a href="https://platform.claude.com/docs/en/api/messages/create">Messages</a>
 */
@Singleton
class MessagesReader implements ServedApi {

  private static final List<String> PASSED_HEADERS = List.of("anthropic-version", "anthropic-beta");

  /** Fields of ours, as for chat completions. */
  private static final List<String> OWN = List.of("project", "fallback");

  private final ObjectMapper json;

  MessagesReader(ObjectMapper json) {
    this.json = json;
  }

  @Override
  public String path() {
    return "/v1/messages";
  }

  @Override
  public GatewayRequest read(GatewayCaller caller, ObjectNode body, HttpHeaders headers) {
    var most = body.path("max_tokens");
    if (most.isMissingNode() || most.isNull()) {
      throw GatewayRefusal.invalid("max_tokens", "max_tokens: Field required");
    }
    if (!most.canConvertToExactIntegral() || !most.canConvertToInt() || most.intValue() < 1) {
      throw GatewayRefusal.invalid("max_tokens", "max_tokens: must be a whole number from 1");
    }
    return readUnlimited(body, headers);
  }

  /**
   * Reads a request whose tokens are to be counted, so that it needs no output token limit.
   *
   * @throws GatewayRefusal naming the field that is invalid
   */
  GatewayRequest readUnlimited(ObjectNode body, HttpHeaders headers) {
    var chat = body.objectNode();
    OWN.forEach(field -> move(field, body, chat));
    var untranslatable = new Untranslatable();
    chat.setAll(MessagesTranslation.of(body, untranslatable));
    OwnThinking.removeFrom(body);
    return GatewayRequest.of(
        chat,
        Optional.of(
            new OriginalRequest(
                Api.MESSAGES,
                body,
                passed(headers),
                untranslatable.message(),
                untranslatable.unpriced())),
        new MessagesWriter(json, Thinking.of(body).shown()));
  }

  private static Map<String, String> passed(HttpHeaders headers) {
    var passed = new LinkedHashMap<String, String>();
    for (var name : PASSED_HEADERS) {
      var value = headers.getHeaderString(name);
      if (value != null && !value.isBlank()) {
        passed.put(name, value);
      }
    }
    return passed;
  }

  private static void move(String field, ObjectNode from, ObjectNode to) {
    var value = from.remove(field);
    if (value != null) {
      to.set(field, value);
    }
  }
}
