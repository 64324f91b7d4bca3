package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.AnnouncedLimits;
import dev.ziggurat.llm.AnswerText;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.StreamPiece;
import dev.ziggurat.llm.StreamPiece.Delta;
import dev.ziggurat.provider.EventReader;
import dev.ziggurat.provider.ProviderJson;
import dev.ziggurat.provider.ReportedError;
import dev.ziggurat.provider.ServerEvents;
import dev.ziggurat.provider.UnusableAnswer;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads the events of a streamed response: each stays as it came, beside the chunk of chat
 * completions that says the same.
 *
 * @see <a href="https://developers.openai.com/api/reference/resources/responses">Responses</a>
 */
final class ResponseEventReader implements EventReader {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String RESPONSE = "response";
  private static final Set<String> LAST = Set.of("response.completed", "response.incomplete");

  private final Provider provider;
  private final ForwardedRequest request;
  private final Map<Integer, Call> calls = new HashMap<>();
  private String model;

  /** The response as the first event tells it; later the whole one. */
  private ObjectNode response = NODES.objectNode();

  private Optional<String> lastEvent = Optional.empty();

  /** A tool call in progress; its arguments may come as deltas, or only when they are done. */
  private static final class Call {
    private final int index;
    private final boolean custom;
    private boolean hasArguments;

    Call(int index, boolean custom) {
      this.index = index;
      this.custom = custom;
    }
  }

  /** A delta of chat completions, and whether it has content. */
  private record Said(ObjectNode delta, boolean content) {}

  /**
   * @param model the requested model; replaced by the one that the first event names
   */
  ResponseEventReader(Provider provider, ForwardedRequest request, String model) {
    this.provider = provider;
    this.request = request;
    this.model = model;
  }

  @Override
  public boolean read(ServerEvents.Event named, Consumer<StreamPiece> pieces) {
    var data = named.data().strip();
    if (named.name().equals("error")) {
      throw UnusableAnswer.error(data);
    }
    var event = ProviderJson.object(data);
    if (event.isPresent()) {
      return read(event.get(), ProviderJson.text(data).replace('\n', ' '), pieces);
    }
    if (data.startsWith("{")) {
      throw UnusableAnswer.malformed("a stream event is not JSON");
    }
    // Other texts hold no part of an answer. Whether it is complete is known by its last event.
    return false;
  }

  private boolean read(ObjectNode event, String data, Consumer<StreamPiece> pieces) {
    ReportedError.in(event)
        .ifPresent(
            error -> {
              throw UnusableAnswer.error(error);
            });
    var type = event.path("type").asText();
    if (type.equals("response.failed")) {
      throw UnusableAnswer.error(error(event.path(RESPONSE)));
    }
    if (LAST.contains(type) && event.path(RESPONSE) instanceof ObjectNode whole) {
      begin(whole);
      lastEvent = Optional.of(data);
      return true;
    }
    if (type.isEmpty()) {
      return false;
    }
    var said = said(type, event);
    pieces.accept(
        new Delta(
            new AnswerText(
                said.map(each -> chunk(each.delta(), Optional.empty())).orElse(""),
                Optional.of(data)),
            said.map(Said::content).orElse(false)));
    return false;
  }

  private static String error(JsonNode failed) {
    var error = failed.path("error");
    return error.isObject() && !error.isEmpty()
        ? NODES.objectNode().<ObjectNode>set("error", error).toString()
        : "the response failed";
  }

  private void begin(ObjectNode begun) {
    response = begun;
    model = Completion.name(begun.path("model").asText(model));
  }

  private Optional<Said> said(String type, ObjectNode event) {
    return switch (type) {
      case "response.created" -> {
        if (event.path(RESPONSE) instanceof ObjectNode begun) {
          begin(begun);
        }
        yield said(NODES.objectNode().put("role", "assistant").put("content", ""), false);
      }
      case "response.output_text.delta" -> text("content", event, true);
      case "response.refusal.delta" -> text("refusal", event, true);
      case "response.reasoning_summary_text.delta", "response.reasoning_text.delta" ->
          text("reasoning", event, false);
      case "response.output_item.added" -> added(event);
      case "response.function_call_arguments.delta", "response.custom_tool_call_input.delta" ->
          arguments(event, event.path("delta").asText(""));
      case "response.output_item.done" -> done(event);
      default -> Optional.empty();
    };
  }

  private static Optional<Said> said(ObjectNode delta, boolean content) {
    return Optional.of(new Said(delta, content));
  }

  /** White space alone is no content, as in a whole answer. */
  private static Optional<Said> text(String field, ObjectNode event, boolean isContent) {
    var text = event.path("delta").asText("");
    return text.isEmpty()
        ? Optional.empty()
        : said(NODES.objectNode().put(field, text), isContent && !text.isBlank());
  }

  private Optional<Said> added(ObjectNode event) {
    var item = event.path("item");
    var type = item.path("type").asText();
    if (!type.equals("function_call") && !type.equals("custom_tool_call")) {
      return Optional.empty();
    }
    var call = new Call(calls.size(), type.equals("custom_tool_call"));
    calls.put(event.path("output_index").asInt(), call);
    var kind = call.custom ? "custom" : "function";
    var delta = NODES.objectNode();
    delta
        .putArray("tool_calls")
        .addObject()
        .put("index", call.index)
        .put("id", item.path("call_id").asText(""))
        .put("type", kind)
        .putObject(kind)
        .put("name", item.path("name").asText(""))
        .put(call.custom ? "input" : "arguments", "");
    return said(delta, true);
  }

  /** A call whose arguments did not come as deltas has them at its end. */
  private Optional<Said> done(ObjectNode event) {
    var call = calls.get(event.path("output_index").asInt());
    return call == null || call.hasArguments
        ? Optional.empty()
        : arguments(event, event.path("item").path(call.custom ? "input" : "arguments").asText(""));
  }

  private Optional<Said> arguments(ObjectNode event, String part) {
    var call = calls.get(event.path("output_index").asInt());
    if (call == null || part.isEmpty()) {
      return Optional.empty();
    }
    call.hasArguments = true;
    var delta = NODES.objectNode();
    delta
        .putArray("tool_calls")
        .addObject()
        .put("index", call.index)
        .putObject(call.custom ? "custom" : "function")
        .put(call.custom ? "input" : "arguments", part);
    return said(delta, true);
  }

  private String chunk(ObjectNode delta, Optional<FinishReason> finish) {
    return ResponseChat.chunk(
        response,
        model,
        delta,
        finish,
        finish.isPresent() ? ResponseUsage.of(response.path("usage")) : Optional.empty());
  }

  @Override
  public boolean isComplete() {
    return lastEvent.isPresent()
        && ResponseEnd.of(response, ResponseContent.of(response)).finish().complete();
  }

  @Override
  public Completion end(
      Consumer<StreamPiece> pieces, Optional<String> requestId, AnnouncedLimits limits) {
    if (lastEvent.isEmpty()) {
      // What the first event says of its status does not count.
      response.remove("status");
    }
    var whole =
        ResponseReader.completion(
            provider, model, response, ResponseContent.of(response), requestId, limits);
    // A limit that the caller named, used up by reasoning, makes an empty answer of the caller's.
    var cutByCaller = whole.finishReason() == FinishReason.LENGTH && request.namesOutputLimit();
    pieces.accept(
        new Delta(
            new AnswerText(chunk(NODES.objectNode(), Optional.of(whole.finishReason())), lastEvent),
            cutByCaller));
    return whole;
  }
}
