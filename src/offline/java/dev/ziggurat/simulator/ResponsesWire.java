package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Provider;
import io.vertx.core.MultiMap;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** OpenAI's Responses API, for one request: it keeps none. */
final class ResponsesWire implements Wire {

  /** Its path below OpenAI's root. */
  static final String PATH = "/v1/responses";

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  /** Parameters that a response repeats, with their defaults. */
  private static final Map<String, JsonNode> REPEATED =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("instructions", NODES.nullNode()),
              Map.entry("max_output_tokens", NODES.nullNode()),
              Map.entry("max_tool_calls", NODES.nullNode()),
              Map.entry("parallel_tool_calls", NODES.booleanNode(true)),
              Map.entry("prompt_cache_key", NODES.nullNode()),
              Map.entry("safety_identifier", NODES.nullNode()),
              Map.entry("store", NODES.booleanNode(true)),
              Map.entry("temperature", NODES.numberNode(1.0)),
              Map.entry("tool_choice", NODES.textNode("auto")),
              Map.entry("tools", NODES.arrayNode()),
              Map.entry("top_logprobs", NODES.numberNode(0)),
              Map.entry("top_p", NODES.numberNode(1.0)),
              Map.entry("truncation", NODES.textNode("disabled")),
              Map.entry("user", NODES.nullNode()),
              Map.entry("metadata", NODES.objectNode())));

  private final OpenAiWire openAi =
      new OpenAiWire() {
        @Override
        boolean refusesToolsWithEffort() {
          return false;
        }
      };
  private JsonNode body = NODES.objectNode();

  @Override
  public Provider provider() {
    return openAi.provider();
  }

  @Override
  public ProviderSheet sheet() {
    return openAi.sheet();
  }

  @Override
  public String chatPath() {
    return PATH;
  }

  @Override
  public String modelsPath() {
    return openAi.modelsPath();
  }

  @Override
  public void admit(MultiMap headers) throws ProviderRefusal {
    openAi.admit(headers);
  }

  @Override
  public Ask read(JsonNode request) throws ProviderRefusal {
    body = request;
    return openAi.read(
        new ResponsesChat(request, new RequestFields(request, openAi::invalid)).chat());
  }

  @Override
  public JsonNode whole(Ask ask, Answer answer, AnswerId stamp) {
    return response(ask, answer, stamp, items(ask, answer, stamp));
  }

  private ObjectNode response(Ask ask, Answer answer, AnswerId stamp, List<ObjectNode> items) {
    var response = begun(ask, stamp);
    response.put("status", answer.cut() ? "incomplete" : "completed");
    if (answer.cut()) {
      response.putObject("incomplete_details").put("reason", "max_output_tokens");
    }
    response.putArray("output").addAll(items);
    response.put("service_tier", ask.options().tier().orElse("default"));
    response.set("usage", usage(answer));
    return response;
  }

  private ObjectNode begun(Ask ask, AnswerId stamp) {
    var response =
        NODES
            .objectNode()
            .put("id", "resp_" + stamp.id())
            .put("object", "response")
            .put("created_at", stamp.now().getEpochSecond())
            .put("status", "in_progress")
            .put("background", false)
            .putNull("error")
            .putNull("incomplete_details")
            .put("model", ask.model().id());
    response.putArray("output");
    REPEATED.forEach(
        (field, otherwise) ->
            response.set(field, body.hasNonNull(field) ? body.path(field) : otherwise));
    var reasoning = response.putObject("reasoning");
    for (var field : List.of("effort", "summary")) {
      reasoning.set(
          field, body.path("reasoning").hasNonNull(field) ? body.at("/reasoning/" + field) : null);
    }
    response
        .putObject("text")
        .set(
            "format",
            body.at("/text/format").isObject()
                ? body.at("/text/format")
                : NODES.objectNode().put("type", "text"));
    return response
        .putNull("previous_response_id")
        .put("service_tier", "auto")
        .putNull("usage")
        .put("billing", "simulated");
  }

  private List<ObjectNode> items(Ask ask, Answer answer, AnswerId stamp) {
    var items = new ArrayList<ObjectNode>();
    if (ask.reasons()) {
      items.add(reasoning(answer, stamp));
    }
    if (answer.calls().isEmpty()) {
      items.add(message(answer, stamp));
    }
    for (var call : answer.calls()) {
      items.add(
          NODES
              .objectNode()
              .put("id", "fc_" + stamp.id() + items.size())
              .put("type", "function_call")
              .put("status", "completed")
              .put("arguments", call.arguments())
              .put("call_id", "call_" + call.id())
              .put("name", call.name()));
    }
    return items;
  }

  private ObjectNode reasoning(Answer answer, AnswerId stamp) {
    var id = "rs_" + stamp.id();
    var item = NODES.objectNode().put("id", id).put("type", "reasoning");
    var summary = item.putArray("summary");
    if (body.path("reasoning").hasNonNull("summary")) {
      summary.addObject().put("type", "summary_text").put("text", answer.reasoning());
    }
    if (body.path("include").toString().contains("reasoning.encrypted_content")) {
      item.put("encrypted_content", ResponsesChat.encrypted(id, answer.reasoning()));
    }
    return item;
  }

  private static ObjectNode message(Answer answer, AnswerId stamp) {
    var message =
        NODES
            .objectNode()
            .put("id", "msg_" + stamp.id())
            .put("type", "message")
            .put("status", answer.cut() ? "incomplete" : "completed");
    var part = message.putArray("content").addObject();
    if (answer.refused()) {
      part.put("type", "refusal").put("refusal", answer.text());
    } else {
      part.put("type", "output_text").put("text", answer.text());
      part.putArray("annotations");
      part.putArray("logprobs");
    }
    return message.put("role", "assistant").put("phase", "final_answer");
  }

  private static ObjectNode usage(Answer answer) {
    var usage = NODES.objectNode().put("input_tokens", answer.inputTokens());
    usage
        .putObject("input_tokens_details")
        .put("cached_tokens", answer.cachedTokens())
        .put("cache_write_tokens", 0);
    usage.put("output_tokens", answer.outputTokens());
    usage.putObject("output_tokens_details").put("reasoning_tokens", answer.reasoningTokens());
    return usage.put("total_tokens", answer.inputTokens() + answer.outputTokens());
  }

  @Override
  public List<StreamFrame> stream(Ask ask, Answer answer, AnswerId stamp) {
    var obfuscates = body.at("/stream_options/include_obfuscation").asBoolean(true);
    var events = new ResponsesEvents(obfuscates).begin(begun(ask, stamp));
    var items = items(ask, answer, stamp);
    items.forEach(events::item);
    return events.end(response(ask, answer, stamp, items)).frames();
  }

  @Override
  public StreamFrame brokenStream(Ask ask, AnswerId stamp) {
    var error = NODES.objectNode().put("type", "error").put("sequence_number", 0);
    error
        .putObject("error")
        .put("type", "server_error")
        .put("code", "server_error")
        .put("message", "The server had an error while processing your request.")
        .putNull("param");
    return ClaudeEvents.event("error", error, false);
  }

  @Override
  public JsonNode models() {
    return openAi.models();
  }

  @Override
  public ObjectNode model(ModelRow model) {
    return openAi.model(model);
  }

  @Override
  public Map<String, String> headers(AnswerId stamp) {
    return openAi.headers(stamp);
  }

  @Override
  public Map<String, String> limits(long tokens, AnswerId stamp) {
    return openAi.limits(tokens, stamp);
  }
}
