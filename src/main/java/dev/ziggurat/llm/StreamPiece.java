package dev.ziggurat.llm;

/** A piece of a streamed answer. */
public sealed interface StreamPiece {

  /**
   * Something new.
   *
   * @param chunk a {@code chat.completion.chunk} of OpenAI as JSON, on one line
   * @param content whether it holds some of what was asked for: text, a tool call, a refusal. A
   *     role, an empty text and reasoning are none.
   */
  record Delta(String chunk, boolean content) implements StreamPiece {}

  /**
   * The proper end.
   *
   * @param completion what the pieces come to, without their text; its usage counts all of them
   */
  record End(Completion completion) implements StreamPiece {}
}
