package dev.ziggurat.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.AnnouncedLimits;
import dev.ziggurat.llm.AnswerText;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.OriginalRequest.Api;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.StreamPiece;
import dev.ziggurat.llm.StreamPiece.Delta;
import dev.ziggurat.provider.EventReader;
import dev.ziggurat.provider.ProviderJson;
import dev.ziggurat.provider.ReportedError;
import dev.ziggurat.provider.ServerEvents;
import dev.ziggurat.provider.UnusableAnswer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Converts Claude's stream events to OpenAI's chunks. For a caller of Claude's own API each event
 * also stays as it came.
 */
final class ClaudeEventReader implements EventReader {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ForwardedRequest request;
  private final Instant now;
  private final boolean passedOn;
  private final Map<Integer, Tool> tools = new LinkedHashMap<>();
  private final ReportedUsage usage = new ReportedUsage();
  private Consumer<StreamPiece> pieces = _ -> {};
  private String model;
  private String id = "claude";
  private StopReason stop = StopReason.NONE;
  private boolean usageAtEnd;
  private int toolCount;

  /**
   * A tool call in progress.
   *
   * @param index its index among the calls
   * @param input the arguments for the case that no deltas bring them, as JSON text
   */
  private record Tool(int index, String input) {}

  /**
   * @param model the requested model; replaced by the one that the first event names
   */
  ClaudeEventReader(ForwardedRequest request, String model, Instant now) {
    this.request = request;
    this.model = model;
    this.now = now;
    this.passedOn = request.original(Api.MESSAGES).isPresent();
  }

  @Override
  public boolean read(ServerEvents.Event named, Consumer<StreamPiece> receiver) {
    if (!passedOn) {
      pieces = receiver;
      return read(named);
    }
    var translated = new ArrayList<Delta>();
    pieces = piece -> translated.add((Delta) piece);
    var last = read(named);
    if (named.data().startsWith("{")) {
      receiver.accept(withOriginal(named.data().replace('\n', ' '), translated));
      translated.stream().skip(1).forEach(receiver);
    }
    return last;
  }

  private static Delta withOriginal(String event, List<Delta> translated) {
    return new Delta(
        new AnswerText(
            translated.isEmpty() ? "" : translated.getFirst().chunk(), Optional.of(event)),
        !translated.isEmpty() && translated.getFirst().content());
  }

  private boolean read(ServerEvents.Event named) {
    if (named.name().equals("error")) {
      throw UnusableAnswer.error(named.data());
    }
    var event = ProviderJson.object(named.data());
    if (event.isPresent()) {
      return read(event.get());
    }
    if (named.data().startsWith("{")) {
      throw UnusableAnswer.malformed("a stream event is not JSON");
    }
    // Other texts hold no part of an answer. Whether it is complete is known by its stop reason.
    return false;
  }

  private boolean read(ObjectNode event) {
    ReportedError.in(event)
        .ifPresent(
            error -> {
              throw UnusableAnswer.error(error);
            });
    switch (event.path("type").asText()) {
      case "message_start" -> start(event.path("message"));
      case "content_block_start" -> open(event.path("index").asInt(), event.path("content_block"));
      case "content_block_delta" -> extend(event.path("index").asInt(), event.path("delta"));
      case "content_block_stop" -> close(event.path("index").asInt());
      case "message_delta" -> {
        usage.add(event.path("usage"));
        usageAtEnd |= event.path("usage").hasNonNull("output_tokens");
        stop = stop(event.path("delta")).or(stop);
      }
      case "message_stop" -> {
        return true;
      }
      default -> {
        // A ping, or an event type that is unknown here.
      }
    }
    return false;
  }

  private void start(JsonNode message) {
    id = Completion.name(message.path("id").asText(id));
    model = Completion.name(message.path("model").asText(model));
    usage.add(message.path("usage"));
    stop = stop(message).or(stop);
    add(NODES.objectNode().put("role", "assistant").put("content", ""), false);
  }

  private StopReason stop(JsonNode stopped) {
    var reason = StopReason.of(stopped);
    return passedOn ? reason.inOwnApi() : reason;
  }

  private void open(int index, JsonNode block) {
    switch (block.path("type").asText()) {
      case "text" -> addText(block.path("text").asText(""));
      case "tool_use" -> {
        close(index);
        var tool = new Tool(toolCount++, AnswerReader.arguments(block.path("input")));
        tools.put(index, tool);
        var call =
            call(tool.index()).put("id", block.path("id").asText("")).put("type", "function");
        call.putObject("function").put("name", block.path("name").asText("")).put("arguments", "");
        addCall(call);
      }
      default -> {
        // Thinking blocks start empty.
      }
    }
  }

  private void extend(int index, JsonNode delta) {
    switch (delta.path("type").asText()) {
      case "text_delta" -> addText(delta.path("text").asText(""));
      case "thinking_delta" ->
          add(NODES.objectNode().put("reasoning", delta.path("thinking").asText("")), false);
      case "input_json_delta" -> {
        var tool = tools.get(index);
        var json = delta.path("partial_json");
        var part = json.isContainerNode() ? json.toString() : json.asText("");
        if (tool != null && !part.isEmpty()) {
          tools.put(index, new Tool(tool.index(), ""));
          write(tool, part);
        }
      }
      default -> {
        // Signatures and citations are dropped.
      }
    }
  }

  /** Ends a tool call; without deltas its arguments are those that it began with. */
  private void close(int index) {
    var tool = tools.remove(index);
    if (tool != null && !tool.input().isEmpty()) {
      write(tool, tool.input());
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
      // White space alone is no content, as in a whole answer.
      add(NODES.objectNode().put("content", text), !text.isBlank());
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
    pieces.accept(new Delta(chunk.toString(), content));
  }

  private ObjectNode chunk() {
    return OpenAiShape.envelope("chat.completion.chunk", "chatcmpl-" + id, model, now);
  }

  @Override
  public boolean isComplete() {
    return stop.finish().complete();
  }

  @Override
  public Completion end(
      Consumer<StreamPiece> receiver, Optional<String> requestId, AnnouncedLimits limits) {
    pieces = receiver;
    // The counts of the first event are not those of the whole answer.
    var reported = usage.usage().filter(_ -> isComplete() || usageAtEnd);
    var answer =
        stop.checked(
            new Completion(
                    Provider.CLAUDE,
                    model,
                    "",
                    List.of(),
                    stop.finish(),
                    stop.refusal(),
                    reported,
                    requestId.or(() -> Optional.of(id)),
                    limits)
                .saying(Optional.of(id), usage.tier()));
    List.copyOf(tools.keySet()).forEach(this::close);
    var delta = NODES.objectNode();
    stop.refusal().ifPresent(why -> delta.put("refusal", why));
    // A limit that the caller named, used up by thinking, makes an empty answer of the caller's.
    var cutByCaller = answer.finishReason() == FinishReason.LENGTH && request.namesOutputLimit();
    add(delta, Optional.of(answer.finishReason()), !delta.isEmpty() || cutByCaller);
    if (request.wantsUsage() && reported.isPresent()) {
      var chunk = chunk();
      chunk.putArray("choices");
      chunk.set("usage", OpenAiShape.usage(reported.get()));
      pieces.accept(new Delta(chunk.toString(), false));
    }
    return answer;
  }
}
