package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.ToolCall;
import java.util.ArrayList;
import java.util.List;

/** The chunks of a streamed chat completion, from the role to the finish reason. */
final class ChatChunks {

  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ChatCompletionsWire wire;
  private final Ask ask;
  private final Answer answer;
  private final AnswerId stamp;
  private final List<Chunk> chunks = new ArrayList<>();

  /**
   * One chunk.
   *
   * @param content whether it has a piece of the answer
   */
  record Chunk(ObjectNode body, boolean content) {
    /** Whether it has a finish reason. */
    boolean isLast() {
      return body.path("choices").path(0).hasNonNull("finish_reason");
    }

    StreamFrame frame() {
      return content ? StreamFrame.content(body) : StreamFrame.data(body);
    }
  }

  private ChatChunks(ChatCompletionsWire wire, Ask ask, Answer answer, AnswerId stamp) {
    this.wire = wire;
    this.ask = ask;
    this.answer = answer;
    this.stamp = stamp;
  }

  /** All chunks, answer by answer or all answers at the same time. */
  static List<Chunk> of(ChatCompletionsWire wire, Ask ask, Answer answer, AnswerId stamp) {
    var answers = new ArrayList<List<Chunk>>();
    for (var index = 0; index < ask.options().answers(); index++) {
      var written = new ChatChunks(wire, ask, answer, stamp);
      written.add(index);
      answers.add(written.chunks);
    }
    return wire.interleaves()
        ? interleaved(answers)
        : answers.stream().flatMap(List::stream).toList();
  }

  private static List<Chunk> interleaved(List<List<Chunk>> answers) {
    var all = new ArrayList<Chunk>();
    var longest = answers.stream().mapToInt(List::size).max().orElse(0);
    for (var place = 0; place < longest; place++) {
      for (var answer : answers) {
        if (place < answer.size()) {
          all.add(answer.get(place));
        }
      }
    }
    return all;
  }

  private void add(int index) {
    add(index, wire.opening(), null, false);
    if (wire.thinksAloud() && !answer.reasoning().isEmpty()) {
      add(index, NODES.objectNode().put("reasoning", answer.reasoning()), null, false);
    }
    for (var piece : StreamFrame.pieces(answer.text())) {
      var choice =
          add(index, NODES.objectNode().put(wire.textField(answer), piece), null, true)
              .withArray("choices")
              .get(0);
      ask.options()
          .probabilities()
          .ifPresent(
              top -> ((ObjectNode) choice).set("logprobs", Probabilities.of(List.of(piece), top)));
    }
    for (var call = 0; call < answer.calls().size(); call++) {
      add(index, call, answer.calls().get(call));
    }
    if (wire.finishesApart()) {
      add(index, NODES.objectNode(), wire.finish(ask, answer), false);
    } else {
      ((ObjectNode) chunks.getLast().body().path("choices").get(0))
          .put("finish_reason", wire.finish(ask, answer));
    }
  }

  private void add(int index, int place, ToolCall call) {
    var opening = wire.call(ask, call, place);
    opening.put("index", place);
    ((ObjectNode) opening.path("function")).put("arguments", "");
    add(index, calls(opening), null, true);
    for (var piece : StreamFrame.pieces(call.arguments())) {
      var part = NODES.objectNode().put("index", place);
      part.putObject("function").put("arguments", piece);
      add(index, calls(part), null, true);
    }
  }

  private static ObjectNode calls(ObjectNode call) {
    var delta = NODES.objectNode();
    delta.putArray("tool_calls").add(call);
    return delta;
  }

  private ObjectNode add(int index, ObjectNode delta, String finish, boolean content) {
    var body = wire.head(ask, stamp, "chat.completion.chunk");
    var choice = body.putArray("choices").addObject().put("index", index);
    choice.set("delta", delta);
    choice.put("finish_reason", finish);
    chunks.add(new Chunk(body, content));
    return body;
  }
}
