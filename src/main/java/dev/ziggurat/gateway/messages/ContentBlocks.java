package dev.ziggurat.gateway.messages;

import dev.ziggurat.gateway.AnswerPiece;
import dev.ziggurat.gateway.messages.ContentBlock.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Brings the pieces of an answer in the order of content blocks: one after the other, each with
 * begin, parts and end. Chat completions may mix the arguments of several tool calls; those of a
 * later call wait until the one before is complete.
 */
final class ContentBlocks {

  /** Writes the blocks. */
  interface Receiver {

    /** A block begins. */
    void start(int index, ContentBlock block);

    /** A part of its text, thinking or input, never empty. */
    void delta(int index, ContentBlock block, String part);

    /** The block ends. */
    void stop(int index, ContentBlock block);
  }

  /** Why an answer ended that its limit cut. */
  static final String CUT = "max_tokens";

  private final Receiver receiver;
  private final boolean withThinking;
  private final ToolUseIds ids;
  private final Deque<ContentBlock> queue = new ArrayDeque<>();
  private final Map<Integer, ContentBlock> calls = new HashMap<>();
  private int index;
  private boolean started;
  private boolean refused;
  private String finish = "";

  /**
   * @param withThinking whether reasoning is written
   * @param call the id of the answered call
   */
  ContentBlocks(Receiver receiver, boolean withThinking, UUID call) {
    this.receiver = receiver;
    this.withThinking = withThinking;
    this.ids = new ToolUseIds(call);
  }

  /** Reads the next piece; ignores the usage. */
  void add(AnswerPiece piece) {
    switch (piece) {
      case AnswerPiece.Reasoning reasoning -> {
        if (withThinking) {
          add(Kind.THINKING, reasoning.text());
        }
      }
      case AnswerPiece.Text text -> add(Kind.TEXT, text.text());
      case AnswerPiece.Refusal refusal -> {
        refused = true;
        add(Kind.TEXT, refusal.text());
      }
      case AnswerPiece.ToolCallStart start -> {
        var block = ContentBlock.toolUse(ids.of(start.id()), start.name());
        calls.put(start.index(), block);
        queue.add(block);
      }
      case AnswerPiece.ToolArguments arguments ->
          Optional.ofNullable(calls.get(arguments.index()))
              .ifPresent(block -> block.append(arguments.text()));
      case AnswerPiece.Finish end -> finish = end.reason();
      case AnswerPiece.Usage _ -> {
        // Written at the end.
      }
    }
    write();
  }

  private void add(Kind kind, String text) {
    if (queue.isEmpty() || queue.getLast().kind() != kind) {
      queue.add(ContentBlock.of(kind));
    }
    queue.getLast().append(text);
  }

  private void write() {
    while (!queue.isEmpty()) {
      writeFirst(false);
      if (queue.size() == 1 || !queue.getFirst().mayEnd()) {
        return;
      }
      endFirst();
    }
  }

  private void writeFirst(boolean all) {
    var block = queue.getFirst();
    if (!started) {
      receiver.start(index, block);
      started = true;
    }
    var part = block.take(all);
    if (!part.isEmpty()) {
      receiver.delta(index, block, part);
    }
  }

  private void endFirst() {
    writeFirst(true);
    receiver.stop(index, queue.removeFirst());
    index++;
    started = false;
  }

  /** Ends all blocks. */
  void end() {
    while (!queue.isEmpty()) {
      endFirst();
    }
  }

  /** Why the answer ended, in Anthropic's words. Which stop sequence it was nobody else tells. */
  String stopReason() {
    if (refused) {
      return "refusal";
    }
    return switch (finish) {
      case "length" -> CUT;
      case "content_filter" -> "refusal";
      default -> calls.isEmpty() ? "end_turn" : "tool_use";
    };
  }
}
