package dev.ziggurat.gateway.messages;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.AnswerPiece;
import dev.ziggurat.gateway.AnswerPieces;
import dev.ziggurat.gateway.AnswerWriter;
import dev.ziggurat.gateway.AnsweredCall;
import dev.ziggurat.gateway.EventWriter;
import dev.ziggurat.gateway.Explanation;
import dev.ziggurat.gateway.OpenAiError;
import dev.ziggurat.llm.AnswerText;
import dev.ziggurat.llm.TokenUsage;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Writes a streamed answer as Anthropic's events. Claude's own events are passed on as they came;
 * only the last waits for the explanation, if the caller wants one.
 *
 * @see <a href="https://platform.claude.com/docs/en/build-with-claude/streaming">Streaming</a>
 */
final class MessageEvents implements AnswerWriter.Stream, ContentBlocks.Receiver {

  private static final String LAST = "message_stop";
  private static final int SERVER_ERROR = 500;
  private static final Pattern TYPE = Pattern.compile("\\{\\s*\"type\"\\s*:\\s*\"(\\w+)\"");

  private final EventWriter events;
  private final AnsweredCall call;
  private final ObjectReader json;
  private final AnswerPieces pieces;
  private final ContentBlocks blocks;
  private Optional<TokenUsage> usage = Optional.empty();
  private StreamedInput input = new StreamedInput();
  private boolean begun;
  private boolean passing;

  /** An error was the last event. */
  private boolean failed;

  MessageEvents(EventWriter events, AnsweredCall call, ObjectReader json, boolean withThinking) {
    this.events = events;
    this.call = call;
    this.json = json;
    this.pieces = new AnswerPieces(json);
    this.blocks = new ContentBlocks(this, withThinking, call.id());
  }

  @Override
  public void piece(AnswerText piece) {
    if (piece.original().isPresent()) {
      passing = true;
      pass(piece.original().get());
    } else if (!passing) {
      begin();
      pieces.of(piece).forEach(this::add);
    }
  }

  private void pass(String event) {
    var type = type(event);
    if (!type.equals(LAST)) {
      events.write(type, event);
    }
  }

  /** Claude writes the type first. */
  private String type(String event) {
    var first = TYPE.matcher(event);
    return first.lookingAt() ? first.group(1) : tree(event).path("type").asText();
  }

  private JsonNode tree(String event) {
    try {
      return json.readTree(event);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private void begin() {
    if (!begun) {
      begun = true;
      var start = MessageShape.typed("message_start");
      var message = MessageShape.message(call);
      // The tokens are known at the end.
      message.set("usage", MessageShape.usage(Optional.empty()));
      start.set("message", message);
      write(start);
    }
  }

  private void add(AnswerPiece piece) {
    blocks.add(piece);
    if (piece instanceof AnswerPiece.Usage reported) {
      usage = Optional.of(reported.usage());
    }
  }

  @Override
  public void start(int index, ContentBlock block) {
    input = new StreamedInput();
    var start = at("content_block_start", index);
    var content = start.putObject("content_block");
    switch (block.kind()) {
      case THINKING -> content.put("type", "thinking").put("thinking", "").put("signature", "");
      case TEXT -> content.put("type", "text").put("text", "");
      case TOOL_USE ->
          content
              .put("type", "tool_use")
              .put("id", block.id())
              .put("name", block.name())
              .putObject("input");
    }
    write(start);
  }

  @Override
  public void delta(int index, ContentBlock block, String part) {
    switch (block.kind()) {
      case THINKING -> delta(index, "thinking_delta", "thinking", part);
      case TEXT -> delta(index, "text_delta", "text", part);
      case TOOL_USE -> input(index, input.add(part));
    }
  }

  private void input(int index, String part) {
    if (!part.isEmpty()) {
      delta(index, "input_json_delta", "partial_json", part);
    }
  }

  private void delta(int index, String type, String field, String part) {
    var delta = at("content_block_delta", index);
    delta.putObject("delta").put("type", type).put(field, part);
    write(delta);
  }

  @Override
  public void stop(int index, ContentBlock block) {
    if (block.kind() == ContentBlock.Kind.THINKING) {
      delta(index, "signature_delta", "signature", OwnThinking.SIGNATURE);
    }
    if (block.kind() == ContentBlock.Kind.TOOL_USE) {
      endInput(index, block);
    }
    write(at("content_block_stop", index));
  }

  /**
   * Programs run a tool with whatever they can read of its input, or fail with an error of their
   * own. So the answer fails instead, unless its limit cut the input, which they know of Claude.
   */
  private void endInput(int index, ContentBlock block) {
    var rest = input.end();
    rest.ifPresent(part -> input(index, part));
    if (rest.isEmpty() && !blocks.stopReason().equals(ContentBlocks.CUT)) {
      broken(OpenAiError.invalidArguments(block.name()), SERVER_ERROR);
    }
  }

  @Override
  public void end(Optional<ObjectNode> explanation) {
    if (!passing) {
      begin();
      blocks.end();
      var delta = MessageShape.typed("message_delta");
      delta.putObject("delta").put("stop_reason", blocks.stopReason()).putNull("stop_sequence");
      delta.set("usage", MessageShape.usage(usage));
      write(delta);
    }
    explanation.ifPresent(this::explain);
    write(MessageShape.typed(LAST));
  }

  /** In an event of its own, which their SDKs leave out. */
  private void explain(ObjectNode explanation) {
    write(MessageShape.typed(Explanation.FIELD).set(Explanation.FIELD, explanation));
  }

  @Override
  public void broken(OpenAiError error, int status) {
    write(MessageShape.error(error, status, call.id().toString()));
    failed = true;
  }

  private static ObjectNode at(String type, int index) {
    return MessageShape.typed(type).put("index", index);
  }

  private void write(ObjectNode event) {
    if (!failed) {
      events.write(event.path("type").asText(), event.toString());
    }
  }
}
