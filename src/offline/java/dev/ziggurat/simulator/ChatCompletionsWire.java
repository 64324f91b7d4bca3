package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.llm.Provider;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What wandb, groq and openai have in common: chat completions with a bearer key. */
abstract class ChatCompletionsWire implements Wire {

  static final String WRONG_KEY = "wrong-key";
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final Provider provider;
  private final ProviderSheet sheet;
  private final String root;

  ChatCompletionsWire(Provider provider, String root) {
    this.provider = provider;
    this.sheet = ProviderSheet.of(provider);
    this.root = root;
  }

  @Override
  public final Provider provider() {
    return provider;
  }

  @Override
  public final ProviderSheet sheet() {
    return sheet;
  }

  @Override
  public final String chatPath() {
    return root + "/chat/completions";
  }

  @Override
  public final String modelsPath() {
    return root + "/models";
  }

  @Override
  public void admit(MultiMap headers) throws Refusal {
    var authorization = Optional.ofNullable(headers.get("Authorization")).orElse("");
    var bearer = authorization.regionMatches(true, 0, "Bearer ", 0, 7);
    var key = bearer ? authorization.substring(7).strip() : "";
    if (key.isEmpty()) {
      throw new Refusal(
          401, sheet.error(401, Optional.of("missing")).isPresent() ? "missing" : "key");
    }
    if (key.equals(WRONG_KEY)) {
      throw new Refusal(401, "key");
    }
  }

  @Override
  public final Ask read(JsonNode body) throws Refusal {
    return new ChatCompletionsRequest(this, body).ask();
  }

  /** The model of this name, or of a name only this provider understands. */
  Optional<ModelRow> find(String name) {
    return sheet.model(name);
  }

  /** A wrong field in the provider's words. */
  abstract Refusal invalid(String field, String message);

  /** What this provider refuses beyond what all do. */
  abstract void check(RequestFields fields, ModelRow model, List<ChatMessage> messages)
      throws Refusal;

  /** Which schemas this provider refuses. */
  abstract void checkSchema(JsonNode schema, boolean strict, ModelRow model) throws Refusal;

  boolean reasons(RequestFields fields, ModelRow model) {
    return model.reasons()
        && !"none".equals(fields.body().path("reasoning_effort").asText())
        && fields.body().at("/chat_template_kwargs/enable_thinking").asBoolean(true);
  }

  @Override
  public final JsonNode whole(Ask ask, Answer answer, Stamp stamp) {
    var body = head(ask, stamp, "chat.completion");
    var choice = body.putArray("choices").addObject();
    choice.put("index", 0).put("finish_reason", finish(answer)).putNull("logprobs");
    var message = choice.putObject("message").put("role", "assistant");
    fillMessage(message, answer);
    body.set("usage", usage(answer, stamp));
    finishWhole(body, stamp);
    return body;
  }

  final ObjectNode head(Ask ask, Stamp stamp, String object) {
    return NODES
        .objectNode()
        .put("id", "chatcmpl-" + stamp.id())
        .put("object", object)
        .put("created", stamp.now().getEpochSecond())
        .put("model", ask.model().id());
  }

  /** A chunk with one choice. */
  final ObjectNode chunk(Ask ask, Stamp stamp, ObjectNode delta, String finish) {
    var chunk = head(ask, stamp, "chat.completion.chunk");
    var choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.put("finish_reason", finish);
    return chunk;
  }

  static ObjectNode delta() {
    return NODES.objectNode();
  }

  static ObjectNode opening() {
    return delta().put("role", "assistant").put("content", "");
  }

  static String finish(Answer answer) {
    return answer.cut() ? "length" : "stop";
  }

  /** The tokens an answer cost. */
  abstract ObjectNode usage(Answer answer, Stamp stamp);

  static ObjectNode counts(Answer answer) {
    return NODES
        .objectNode()
        .put("prompt_tokens", answer.inputTokens())
        .put("completion_tokens", answer.outputTokens())
        .put("total_tokens", answer.inputTokens() + answer.outputTokens());
  }

  /** What stands in the message beside its role. */
  abstract void fillMessage(ObjectNode message, Answer answer);

  /** What stands beside the choices. */
  void finishWhole(ObjectNode body, Stamp stamp) {}

  @Override
  public Frame brokenStream(Ask ask, Stamp stamp) {
    return Frame.data(sheet.error(500, Optional.empty()).orElseThrow().body());
  }

  @Override
  public final JsonNode models() {
    var list = NODES.objectNode().put("object", "list");
    var data = list.putArray("data");
    for (var model : sheet.models()) {
      data.add(model(model));
      model.aliases().forEach(alias -> data.add(model(model).put("id", alias)));
    }
    return list;
  }

  @Override
  public Map<String, String> headers(Stamp stamp) {
    return Map.of();
  }

  @Override
  public Map<String, String> limits(long tokens, Stamp stamp) {
    return Map.of();
  }
}
