package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.llm.TokenUsage;
import java.util.Optional;

/**
 * A part of an answer, for the writer of an API that does not pass on chat completions. {@link
 * AnswerPieces} reads them.
 */
public sealed interface AnswerPiece {

  /**
   * A part of the text, never empty.
   *
   * @param logprobs the probabilities of its tokens: {@code logprobs.content} of chat completions
   */
  record Text(String text, Optional<JsonNode> logprobs) implements AnswerPiece {}

  /** A part of the text of the model's reasoning, never empty. */
  record Reasoning(String text) implements AnswerPiece {}

  /** A part of the text by which the model declines, never empty. */
  record Refusal(String text) implements AnswerPiece {}

  /**
   * The begin of a tool call, once for each.
   *
   * @param index number of the call in the answer
   * @param custom whether it is the call of a custom tool: its arguments are any text, no JSON
   */
  record ToolCallStart(int index, String id, String name, boolean custom) implements AnswerPiece {}

  /** A part of the arguments of a call that began, never empty. */
  record ToolArguments(int index, String text) implements AnswerPiece {}

  /** Why the answer ended, in the words of chat completions, such as {@code stop}. */
  record Finish(String reason) implements AnswerPiece {}

  /** The tokens of the whole answer. */
  record Usage(TokenUsage usage) implements AnswerPiece {}
}
