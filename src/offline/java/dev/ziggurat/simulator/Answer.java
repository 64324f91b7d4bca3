package dev.ziggurat.simulator;

import dev.ziggurat.llm.ToolCall;
import java.util.List;
import java.util.Optional;

/**
 * What the simulated model says.
 *
 * @param reasoning its thoughts; empty when it has none
 * @param cut whether the budget ended it
 * @param stoppedAt the text that ended it, which does not belong to it
 * @param refused whether it declines; {@code text} is its excuse
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
}
