package dev.ziggurat.llm;

/** A piece of a streamed answer. */
public sealed interface StreamPiece {

  /**
   * A part of the answer.
   *
   * @param text a {@code chat.completion.chunk} of OpenAI as JSON, on one line
   * @param content whether it contains requested content: text, a tool call or a refusal. A role,
   *     an empty text and reasoning do not count. The end of an answer that the caller's own limit
   *     cut counts, because nothing else may come.
   */
  record Delta(AnswerText text, boolean content) implements StreamPiece {

    /** A piece without an original. */
    public Delta(String chunk, boolean content) {
      this(AnswerText.of(chunk), content);
    }

    /** The {@code chat.completion.chunk}; empty for a piece that has no meaning there. */
    public String chunk() {
      return text.chat();
    }
  }

  /**
   * The regular end of the stream.
   *
   * @param completion the complete answer without its text; its usage covers the whole stream
   */
  record End(Completion completion) implements StreamPiece {}
}
