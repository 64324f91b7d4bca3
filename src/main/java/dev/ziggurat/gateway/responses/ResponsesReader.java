package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.GatewayCaller;
import dev.ziggurat.gateway.GatewayRefusal;
import dev.ziggurat.gateway.GatewayRequest;
import dev.ziggurat.gateway.ServedApi;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.Optional;

/**
 * Reads a request with the conversation that it continues: as its caller wrote it, and translated
 * for providers that do not speak the API.
 */
@Singleton
class ResponsesReader implements ServedApi {

  private final Conversations conversations;
  private final ResponseStore store;
  private final ResponseQueue queue;
  private final ObjectReader json;

  ResponsesReader(
      Conversations conversations, ResponseStore store, ResponseQueue queue, ObjectMapper json) {
    this.conversations = conversations;
    this.store = store;
    this.queue = queue;
    this.json = json.reader();
  }

  @Override
  public String path() {
    return "/v1/responses";
  }

  /** Nothing is kept of it either: what its owner keeps is its owner's. */
  @Override
  public void makeRepetition(ObjectNode body) {
    ServedApi.super.makeRepetition(body);
    body.put("store", false);
  }

  @Override
  public GatewayRequest read(GatewayCaller caller, ObjectNode body, HttpHeaders headers) {
    UnservedParameters.check(body);
    var parameters = ResponseParameters.of(body);
    var owner = caller.owner();
    var previous = Optional.ofNullable(body.path("previous_response_id").textValue());
    var earlier = previous.map(id -> conversations.upTo(owner, id));
    var input = conversations.resolved(owner, input(body.path("input")));
    var items = new InputItems();
    Optional.ofNullable(body.path("instructions").textValue()).ifPresent(items::instruct);
    var conversation = JsonNodeFactory.instance.arrayNode();
    earlier.ifPresent(
        turns -> {
          items.addAll(turns.items(), "previous_response_id");
          conversation.addAll(turns.items());
        });
    items.addAll(input, "input");
    conversation.addAll(input);
    var messages = items.messages();
    if (messages.isEmpty()) {
      throw GatewayRefusal.invalid(
          "input", "input must have a message, a tool call or its output, not only reasoning");
    }
    CallOutputs.check(conversation);
    var kept =
        parameters.stored()
            ? Optional.of(
                new KeptInput(store, queue, owner, earlier.map(Conversations.Earlier::last), input))
            : Optional.<KeptInput>empty();
    return GatewayRequest.of(
        ResponsesTranslation.of(body, messages),
        Optional.of(PassedInput.of(body, conversation, parameters.stored())),
        new ResponseAnswerWriter(json, parameters, kept));
  }

  /** The items; a text is a message of the user. */
  private static ArrayNode input(JsonNode input) {
    if (input.isTextual()) {
      var items = JsonNodeFactory.instance.arrayNode();
      items
          .addObject()
          .put("type", "message")
          .put("role", "user")
          .putArray("content")
          .addObject()
          .put("type", "input_text")
          .set("text", input);
      return items;
    }
    if (input instanceof ArrayNode items && !items.isEmpty()) {
      return items;
    }
    throw GatewayRefusal.invalid("input", "input must be a text, or a list of at least one item");
  }
}
