package dev.ziggurat.gateway.semantic;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Operation;
import dev.ziggurat.llm.OriginalRequest;
import java.util.List;
import java.util.Optional;

/**
 * A request that may get the answer of a similar one.
 *
 * @param text of the last message, which may differ
 * @param rest the request without it, in each form that it has, which must be identical
 */
record SemanticQuestion(String text, ForwardedRequest rest) {

  /** Fields of all APIs by which an answer can be another thing than text. */
  private static final List<String> TOOLS = List.of("tools", "functions", "mcp_servers");

  /**
   * Divides a request; empty if an answer to a similar one may not do: one for several answers,
   * with tools, or whose last message is not a user's text.
   */
  static Optional<SemanticQuestion> of(ForwardedRequest request) {
    if (request.operation() != Operation.CHAT
        || request.answers() != 1
        || hasTools(request.body())
        || request.original().filter(original -> hasTools(original.body())).isPresent()) {
      return Optional.empty();
    }
    return LastMessage.of(request.body())
        .flatMap(
            last ->
                request.original().isEmpty()
                    ? Optional.of(of(request, last, Optional.empty()))
                    : ofBoth(request, last, request.original().get()));
  }

  /** The same text must be the last one of the request as its caller wrote it. */
  private static Optional<SemanticQuestion> ofBoth(
      ForwardedRequest request, LastMessage last, OriginalRequest original) {
    return LastMessage.of(original.body())
        .filter(written -> written.text().equals(last.text()))
        .map(written -> of(request, last, Optional.of(original.with(written.rest()))));
  }

  private static SemanticQuestion of(
      ForwardedRequest request, LastMessage last, Optional<OriginalRequest> original) {
    return new SemanticQuestion(
        last.text(),
        new ForwardedRequest(
            last.rest(),
            request.maxOutputTokens(),
            request.project(),
            original,
            request.estimatedInputTokens(),
            request.bound(),
            Optional.empty()));
  }

  private static boolean hasTools(ObjectNode body) {
    return TOOLS.stream().map(body::path).anyMatch(tools -> !tools.isEmpty());
  }
}
