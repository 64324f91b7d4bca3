package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.AnswerPiece;
import dev.ziggurat.llm.TokenUsage;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/**
 * Puts the pieces of an answer together as items, and writes the events about them. Text and
 * reasoning end when something else begins; tool calls, whose arguments may come mixed, with the
 * answer.
 */
final class ResponseOutput {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final String COMPLETED = "completed";
  private static final String INCOMPLETE = "incomplete";

  private final ResponseEvents events;
  private final UUID call;
  private final boolean summarizes;
  private final Map<Integer, ObjectNode> done = new TreeMap<>();
  private final Map<Integer, OutputItem> open = new TreeMap<>();
  private final Map<Integer, CallItem> calls = new HashMap<>();
  private Optional<OutputItem> said = Optional.empty();
  private int items;
  private Optional<String> finish = Optional.empty();
  private Optional<TokenUsage> usage = Optional.empty();

  /**
   * @param summarizes whether reasoning is shown as a summary
   */
  ResponseOutput(ResponseEvents events, UUID call, boolean summarizes) {
    this.events = events;
    this.call = call;
    this.summarizes = summarizes;
  }

  void add(AnswerPiece piece) {
    switch (piece) {
      case AnswerPiece.Text text -> message().text(text.text(), text.logprobs());
      case AnswerPiece.Refusal refusal -> message().refusal(refusal.text());
      case AnswerPiece.Reasoning reasoning -> reasoning().text(reasoning.text());
      case AnswerPiece.ToolCallStart start -> begin(start);
      case AnswerPiece.ToolArguments part -> calls.get(part.index()).arguments(part.text());
      case AnswerPiece.Finish reason -> finish = Optional.of(reason.reason());
      case AnswerPiece.Usage counted -> usage = Optional.of(counted.usage());
    }
  }

  private MessageItem message() {
    if (said.orElse(null) instanceof MessageItem message) {
      return message;
    }
    endSaid();
    var message = new MessageItem(events, ResponseIds.output("msg", call, items), items);
    said = Optional.of(message);
    return added(message);
  }

  private ReasoningItem reasoning() {
    if (said.orElse(null) instanceof ReasoningItem reasoning) {
      return reasoning;
    }
    endSaid();
    var reasoning =
        new ReasoningItem(events, ResponseIds.output("rs", call, items), items, summarizes);
    said = Optional.of(reasoning);
    return added(reasoning);
  }

  private void begin(AnswerPiece.ToolCallStart start) {
    endSaid();
    var id = ResponseIds.output(CallItem.prefix(start), call, items);
    calls.put(start.index(), added(new CallItem(events, id, items, start)));
  }

  private <T extends OutputItem> T added(T item) {
    open.put(items++, item);
    item.added();
    return item;
  }

  /** Ends text or reasoning: what comes next is another item. */
  private void endSaid() {
    said.ifPresent(
        item -> {
          open.remove(item.index());
          done.put(item.index(), item.done(COMPLETED));
        });
    said = Optional.empty();
  }

  /** Ends all items, and adds them and the counts to the response. */
  void end(ObjectNode response) {
    var reason =
        switch (finish.orElse("")) {
          case "length" -> Optional.of("max_output_tokens");
          case "content_filter" -> Optional.of("content_filter");
          default -> Optional.<String>empty();
        };
    endItems(reason.isEmpty() ? COMPLETED : INCOMPLETE);
    response.put("status", reason.isEmpty() ? COMPLETED : INCOMPLETE);
    reason.ifPresent(why -> response.putObject("incomplete_details").put("reason", why));
    response.set("output", output());
    usage.ifPresent(counted -> response.set("usage", usage(counted)));
  }

  /** Ends all items of an answer that broke off, and adds them to the response. */
  void fail(ObjectNode response, String code, String message) {
    endItems(INCOMPLETE);
    failed(response, output(), code, message);
  }

  /** Makes a response of an answer that broke off. */
  static void failed(ObjectNode response, ArrayNode output, String code, String message) {
    response.put("status", "failed");
    response.putObject("error").put("code", code).put("message", message);
    response.set("output", output);
  }

  private void endItems(String status) {
    open.forEach((index, item) -> done.put(index, item.done(status)));
    open.clear();
    said = Optional.empty();
  }

  private ArrayNode output() {
    return NODES.arrayNode().addAll(done.values());
  }

  private static ObjectNode usage(TokenUsage usage) {
    var written = NODES.objectNode().put("input_tokens", usage.input());
    written
        .putObject("input_tokens_details")
        .put("cached_tokens", usage.cached())
        .put("cache_write_tokens", usage.cacheWrite());
    written.put("output_tokens", usage.output());
    written.putObject("output_tokens_details").put("reasoning_tokens", usage.reasoning());
    return written.put("total_tokens", usage.input() + usage.output());
  }
}
