package dev.ziggurat.simulator;

import dev.ziggurat.llm.ToolCall;
import java.util.List;
import java.util.Optional;

/**
 * An answer of the simulated model.
 *
 * @param reasoning its reasoning; empty if none
 * @param cut whether the token limit cut it
 * @param stoppedAt the stop sequence that ended it, not part of it
 * @param refused whether it is a refusal; {@code text} is its message
 * @param calls the tools it calls, each with an id of hexadecimal digits
 */
record Answer(
    String text,
    String reasoning,
    boolean cut,
    Optional<String> stoppedAt,
    boolean refused,
    List<ToolCall> calls,
    long inputTokens,
    long cachedTokens,
    long outputTokens,
    long reasoningTokens) {

  Answer {
    calls = List.copyOf(calls);
  }

  /** The same with the tokens of one of several answers only. */
  Answer oneOf(int answers) {
    return new Answer(
        text,
        reasoning,
        cut,
        stoppedAt,
        refused,
        calls,
        inputTokens,
        cachedTokens,
        outputTokens / answers,
        reasoningTokens / answers);
  }
}
