package dev.ziggurat.provider.claude;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.ChatStream;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.StreamPiece;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.provider.EventStream;
import dev.ziggurat.provider.TokenCounts;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;

/** Converts Claude's stream events to OpenAI's chunks. */
final class MessagesStream implements ChatStream {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ForwardedRequest request;
  private final EventStream events;
  private final ObjectMapper json;
  private final Instant now;
  private final Queue<StreamPiece> pieces = new ArrayDeque<>();
  private final Map<Integer, Tool> tools = new HashMap<>();
  private final ObjectNode usage = NODES.objectNode();
  private String model;
  private String id = "claude";
  private String stopReason;
  private Optional<String> explanation = Optional.empty();

  /** A tool call in progress: its index among the calls, and whether it has arguments yet. */
  private record Tool(int index, boolean hasArguments) {}

  /**
   * @param model the requested model; replaced by the one that the first event names
   */
  MessagesStream(
      ForwardedRequest request, String model, EventStream events, ObjectMapper json, Instant now) {
    this.request = request;
    this.model = model;
    this.events = events;
    this.json = json;
    this.now = now;
  }

  @Override
  public Optional<StreamPiece> poll(Duration timeout) {
    while (pieces.isEmpty()) {
      var event = events.poll(timeout);
      if (event.isPresent()) {
        read(event.get().data());
      } else if (events.atEnd()) {
        throw events.malformed("the stream ended before the answer was complete");
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(pieces.remove());
  }

  @Override
  public void whenMore(Runnable more) {
    events.whenMore(more);
  }

  private void read(String data) {
    var event = parse(data);
    switch (event.path("type").asText()) {
      case "message_start" -> start(event.path("message"));
      case "content_block_start" -> open(event.path("index").asInt(), event.path("content_block"));
      case "content_block_delta" -> extend(event.path("index").asInt(), event.path("delta"));
      case "content_block_stop" -> close(event.path("index").asInt());
      case "message_delta" -> {
        count(event.path("usage"));
        stopReason = event.at("/delta/stop_reason").asText(stopReason);
        explanation = explanation(event.at("/delta/stop_details"));
      }
      case "message_stop" -> end();
      case "error" -> throw events.reportedFailure(data);
      default -> {
        // A ping, or an event type that is unknown here.
      }
    }
  }

  private static Optional<String> explanation(JsonNode details) {
    return Optional.ofNullable(details.path("explanation").textValue())
        .or(() -> Optional.ofNullable(details.path("category").textValue()));
  }

  private JsonNode parse(String data) {
    try {
      return json.readTree(data);
    } catch (JsonProcessingException malformed) {
      throw events.malformed("a stream event is not JSON");
    }
  }

  private void start(JsonNode message) {
    id = message.path("id").asText(id);
    model = message.path("model").asText(model);
    count(message.path("usage"));
    add(NODES.objectNode().put("role", "assistant").put("content", ""), false);
  }

  private void open(int index, JsonNode block) {
    switch (block.path("type").asText()) {
      case "text" -> addText(block.path("text").asText());
      case "tool_use" -> {
        var tool = new Tool(tools.size(), false);
        tools.put(index, tool);
        var call = call(tool.index()).put("id", block.path("id").asText()).put("type", "function");
        call.putObject("function").put("name", block.path("name").asText()).put("arguments", "");
        addCall(call);
      }
      default -> {
        // Thinking blocks start empty.
      }
    }
  }

  private void extend(int index, JsonNode delta) {
    switch (delta.path("type").asText()) {
      case "text_delta" -> addText(delta.path("text").asText());
      case "thinking_delta" ->
          add(NODES.objectNode().put("reasoning", delta.path("thinking").asText()), false);
      case "input_json_delta" -> {
        var tool = tools.get(index);
        var part = delta.path("partial_json").asText();
        if (tool != null && !part.isEmpty()) {
          tools.put(index, new Tool(tool.index(), true));
          write(tool, part);
        }
      }
      default -> {
        // Signatures and citations are dropped.
      }
    }
  }

  /** A call without arguments gets an empty object. */
  private void close(int index) {
    var tool = tools.get(index);
    if (tool != null && !tool.hasArguments()) {
      write(tool, "{}");
    }
  }

  private void write(Tool tool, String arguments) {
    var call = call(tool.index());
    call.putObject("function").put("arguments", arguments);
    addCall(call);
  }

  private static ObjectNode call(int index) {
    return NODES.objectNode().put("index", index);
  }

  private void addCall(ObjectNode call) {
    var delta = NODES.objectNode();
    delta.putArray("tool_calls").add(call);
    add(delta, true);
  }

  private void addText(String text) {
    if (!text.isEmpty()) {
      add(NODES.objectNode().put("content", text), true);
    }
  }

  private void add(ObjectNode delta, boolean content) {
    add(delta, Optional.empty(), content);
  }

  private void add(ObjectNode delta, Optional<FinishReason> finish, boolean content) {
    var chunk = chunk();
    var choice = chunk.putArray("choices").addObject().put("index", 0);
    choice.set("delta", delta);
    choice.putNull("logprobs");
    choice.put("finish_reason", finish.map(OpenAiShape::finish).orElse(null));
    pieces.add(new StreamPiece.Delta(chunk.toString(), content));
  }

  private ObjectNode chunk() {
    return OpenAiShape.envelope("chat.completion.chunk", "chatcmpl-" + id, model, now);
  }

  /** Counts are cumulative; later ones replace earlier ones. */
  private void count(JsonNode reported) {
    if (reported instanceof ObjectNode counts) {
      usage.setAll(counts);
    }
  }

  private void end() {
    var reason = AnswerReader.reason(stopReason);
    var refused = reason == FinishReason.REFUSAL;
    var delta = NODES.objectNode();
    if (refused) {
      delta.put("refusal", explanation.orElse("the model declined to answer"));
    }
    // A limit that the caller named, used up by thinking, makes an empty answer of the caller's.
    var cutByCaller = reason == FinishReason.LENGTH && request.namesOutputLimit();
    add(delta, Optional.of(reason), refused || cutByCaller);
    var tokenUsage = tokenUsage();
    if (request.wantsUsage() && tokenUsage.isPresent()) {
      var chunk = chunk();
      chunk.putArray("choices");
      chunk.set("usage", OpenAiShape.usage(tokenUsage.get()));
      pieces.add(new StreamPiece.Delta(chunk.toString(), false));
    }
    events.finish();
    pieces.add(
        new StreamPiece.End(
            new Completion(
                Provider.CLAUDE,
                model,
                "",
                List.of(),
                reason,
                refused ? explanation : Optional.empty(),
                tokenUsage,
                events.requestId().or(() -> Optional.of(id)),
                events.limits())));
  }

  /** Empty unless both counts are present: the cost is then unknown, not zero. */
  private Optional<TokenUsage> tokenUsage() {
    if (!usage.path("input_tokens").isNumber() || !usage.path("output_tokens").isNumber()) {
      return Optional.empty();
    }
    var cached = count("/cache_read_input_tokens");
    var written = count("/cache_creation_input_tokens");
    var output = count("/output_tokens");
    return Optional.of(
        new TokenUsage(
            count("/input_tokens") + cached + written,
            cached,
            written,
            output,
            Math.min(count("/output_tokens_details/thinking_tokens"), output)));
  }

  private long count(String pointer) {
    var number = usage.at(pointer);
    return TokenCounts.count(number.isNumber() ? number.longValue() : null);
  }

  @Override
  public void close() {
    events.close();
  }
}
