package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ToolCall;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/** What wandb, groq and openai have in common: chat completions with a bearer key. */
abstract class ChatCompletionsWire implements Wire {

  static final String WRONG_KEY = "wrong-key";
  static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private static final int MAX_ANSWERS = 128;

  private final Provider provider;
  private final ProviderSheet sheet;
  private final String root;

  ChatCompletionsWire(Provider provider, String root) {
    this(provider, ProviderSheet.of(provider), root);
  }

  ChatCompletionsWire(Provider provider, ProviderSheet sheet, String root) {
    this.provider = provider;
    this.sheet = sheet;
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

  /** Those that serve a model for them. W&B and Groq have none. */
  @Override
  public final Optional<String> embeddingsPath() {
    return sheet.models().stream().anyMatch(model -> model.vectorSize() > 0)
        ? Optional.of(root + "/embeddings")
        : Optional.empty();
  }

  @Override
  public final EmbeddingsRequest embeddings(JsonNode body) throws ProviderRefusal {
    return EmbeddingsRequest.read(this, body);
  }

  @Override
  public void admit(MultiMap headers) throws ProviderRefusal {
    var authorization = Optional.ofNullable(headers.get("Authorization")).orElse("");
    var bearer = authorization.regionMatches(true, 0, "Bearer ", 0, 7);
    var key = bearer ? authorization.substring(7).strip() : "";
    if (key.isEmpty()) {
      throw new ProviderRefusal(
          401, sheet.error(401, Optional.of("missing")).isPresent() ? "missing" : "key");
    }
    if (key.equals(WRONG_KEY)) {
      throw new ProviderRefusal(401, "key");
    }
  }

  @Override
  public final Ask read(JsonNode body) throws ProviderRefusal {
    return new ChatCompletionsRequest(this, normalized(body)).ask();
  }

  /** The body as this provider understands it. */
  JsonNode normalized(JsonNode body) {
    return body;
  }

  /** The model that a request is for. */
  ModelRow model(RequestFields fields) throws ProviderRefusal {
    var name = fields.text("model");
    return find(name)
        .filter(model -> model.vectorSize() == 0)
        .orElseThrow(() -> new ProviderRefusal(404, "model").with("model", name));
  }

  /** The largest {@code n}. */
  int maxAnswers() {
    return MAX_ANSWERS;
  }

  /** Whether tool messages must be the results of earlier calls. */
  boolean checksToolMessages() {
    return true;
  }

  /**
   * Checks a request against the context window, or fits it in.
   *
   * @param budget the output limit that was asked for
   */
  Ask fitted(Ask ask, OptionalInt budget) throws ProviderRefusal {
    var asked = ask.inputTokens() + budget.orElse(0);
    if (asked > ask.model().contextTokens()) {
      throw new ProviderRefusal(400, "context")
          .with("limit", ask.model().contextTokens())
          .with("asked", asked);
    }
    return ask;
  }

  /** The model of this name, or of a name only this provider understands. */
  Optional<ModelRow> find(String name) {
    return sheet.model(name);
  }

  /** The provider's error for an invalid field. */
  abstract ProviderRefusal invalid(String field, String message);

  /** What this provider refuses beyond what all do. */
  abstract void check(RequestFields fields, ModelRow model, List<ChatMessage> messages)
      throws ProviderRefusal;

  /** Which schemas this provider refuses. */
  abstract void checkSchema(JsonNode schema, boolean strict, ModelRow model) throws ProviderRefusal;

  boolean reasons(RequestFields fields, ModelRow model) {
    return model.reasons()
        && !"none".equals(fields.body().path("reasoning_effort").asText())
        && fields.body().at("/chat_template_kwargs/enable_thinking").asBoolean(true);
  }

  @Override
  public final JsonNode whole(Ask ask, Answer answer, AnswerId stamp) {
    var body = head(ask, stamp, "chat.completion");
    var choices = body.putArray("choices");
    for (var index = 0; index < ask.options().answers(); index++) {
      var choice =
          choices.addObject().put("index", index).put("finish_reason", finish(ask, answer));
      choice.putNull("logprobs");
      ask.options()
          .probabilities()
          .ifPresent(
              top ->
                  choice.set("logprobs", Probabilities.of(StreamFrame.pieces(answer.text()), top)));
      fillMessage(choice.putObject("message").put("role", "assistant"), answer);
      addCalls(ask, (ObjectNode) choice.path("message"), answer);
    }
    body.set("usage", usage(counted(ask, answer), stamp));
    finishWhole(ask, body, stamp);
    return body;
  }

  private void addCalls(Ask ask, ObjectNode message, Answer answer) {
    if (!answer.calls().isEmpty()) {
      message.putNull("content");
      var calls = message.putArray("tool_calls");
      answer.calls().forEach(call -> calls.add(call(ask, call, calls.size())));
    }
  }

  /** The id of a tool call in this provider's style. */
  String callId(Ask ask, ToolCall call, int number) {
    return "call_" + call.id();
  }

  /** A tool call whole. */
  final ObjectNode call(Ask ask, ToolCall call, int number) {
    var written = NODES.objectNode().put("id", callId(ask, call, number)).put("type", "function");
    written.putObject("function").put("name", call.name()).put("arguments", call.arguments());
    return written;
  }

  final ObjectNode head(Ask ask, AnswerId stamp, String object) {
    return NODES
        .objectNode()
        .put("id", "chatcmpl-" + stamp.id())
        .put("object", object)
        .put("created", stamp.now().getEpochSecond())
        .put("model", ask.model().id());
  }

  /** The first delta of a streamed answer. */
  ObjectNode opening() {
    return NODES.objectNode().put("role", "assistant").put("content", "");
  }

  /** Whether a stream contains the reasoning. */
  boolean thinksAloud() {
    return true;
  }

  /** The field of a delta with the text. */
  String textField(Answer answer) {
    return "content";
  }

  /** Whether several answers are streamed at the same time. */
  boolean interleaves() {
    return false;
  }

  /** Whether the finish reason has a chunk of its own. */
  boolean finishesApart() {
    return true;
  }

  /** The answer whose tokens the usage of a whole one counts. */
  Answer counted(Ask ask, Answer answer) {
    return answer;
  }

  String finish(Ask ask, Answer answer) {
    return answer.cut() ? "length" : answer.calls().isEmpty() ? "stop" : "tool_calls";
  }

  /** The tokens an answer cost. */
  abstract ObjectNode usage(Answer answer, AnswerId stamp);

  static ObjectNode counts(Answer answer) {
    return NODES
        .objectNode()
        .put("prompt_tokens", answer.inputTokens())
        .put("completion_tokens", answer.outputTokens())
        .put("total_tokens", answer.inputTokens() + answer.outputTokens());
  }

  /** Adds the fields of the message other than its role. */
  abstract void fillMessage(ObjectNode message, Answer answer);

  /** Adds the fields other than the choices. */
  void finishWhole(Ask ask, ObjectNode body, AnswerId stamp) {}

  /** Whether this is a service tier beside the usual one. */
  boolean hasTier(String name) {
    return false;
  }

  @Override
  public StreamFrame brokenStream(Ask ask, AnswerId stamp) {
    return StreamFrame.data(sheet.error(500, Optional.empty()).orElseThrow().body());
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
  public Map<String, String> headers(AnswerId stamp) {
    return Map.of();
  }

  @Override
  public Map<String, String> limits(long tokens, AnswerId stamp) {
    return Map.of();
  }
}
