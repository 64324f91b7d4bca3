package dev.ziggurat.trace;

import io.opentelemetry.api.trace.Span;
import java.util.Optional;
import java.util.UUID;

/**
 * Who talks with models. Tools sum up tokens by the agent's name.
 *
 * @param conversation the id of the conversation; empty when the caller's own spans tell it
 * @param agent the handle of the agent, if it is one
 * @param call the id of a gateway call
 */
record Speaker(Optional<String> conversation, Optional<String> agent, Optional<UUID> call) {

  /** An agent: all its turns in a game are one conversation. */
  static Speaker agent(String game, String handle) {
    return new Speaker(Optional.of(game + '/' + handle), Optional.of(handle), Optional.empty());
  }

  /** A program: its call is a conversation. */
  static Speaker program(UUID call) {
    return new Speaker(Optional.of(call.toString()), Optional.empty(), Optional.of(call));
  }

  /** A program with spans of its own, which tell the conversation. */
  static Speaker tracedProgram(UUID call) {
    return new Speaker(Optional.empty(), Optional.empty(), Optional.of(call));
  }

  void describe(Span span) {
    conversation.ifPresent(id -> span.setAttribute(GenAi.CONVERSATION, id));
    call.ifPresent(id -> span.setAttribute(GenAi.CALL, id.toString()));
    agent.ifPresent(
        handle -> {
          span.setAttribute(GenAi.AGENT, handle);
          conversation.ifPresent(id -> span.setAttribute(GenAi.AGENT_ID, id));
        });
  }
}
