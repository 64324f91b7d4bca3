package dev.ziggurat.trace;

import io.opentelemetry.api.trace.Span;
import java.util.Optional;

/**
 * Who takes part in a conversation with models. Tools sum up tokens by the agent's name.
 *
 * @param conversation the id of the conversation
 * @param agent the handle of the agent, if it is one
 */
record Speaker(String conversation, Optional<String> agent) {

  /** An agent: all its turns in a game are one conversation. */
  static Speaker agent(String game, String handle) {
    return new Speaker(game + '/' + handle, Optional.of(handle));
  }

  /** Another program: each call is a conversation. */
  static Speaker program(String callId) {
    return new Speaker(callId, Optional.empty());
  }

  void describe(Span span) {
    span.setAttribute(GenAi.CONVERSATION, conversation);
    agent.ifPresent(
        handle -> {
          span.setAttribute(GenAi.AGENT, handle);
          span.setAttribute(GenAi.AGENT_ID, conversation);
        });
  }
}
