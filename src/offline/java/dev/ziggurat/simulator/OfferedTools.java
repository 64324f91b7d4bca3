package dev.ziggurat.simulator;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The tools of a request, and which of them the model may call.
 *
 * @param forced the only one that may be called
 * @param open whether any may be called
 * @param parallel whether several may be called at once
 * @param results tool results, if they are the last messages
 */
record OfferedTools(
    List<Tool> tools,
    Optional<String> forced,
    boolean open,
    boolean parallel,
    List<String> results) {

  OfferedTools {
    tools = List.copyOf(tools);
    results = List.copyOf(results);
  }

  /** The tools the model calls: those named by the user, else the first; none after a result. */
  List<Tool> called(String userText) {
    if (!open || tools.isEmpty() || !results.isEmpty()) {
      return List.of();
    }
    if (forced.isPresent()) {
      return tools.stream().filter(tool -> tool.name().equals(forced.get())).limit(1).toList();
    }
    var named = tools.stream().filter(tool -> userText.contains(tool.name())).toList();
    var wanted = named.isEmpty() ? tools.subList(0, 1) : named;
    return parallel ? wanted : wanted.subList(0, 1);
  }

  /** Estimated tokens of their descriptions. */
  long tokens() {
    return tools.stream()
        .flatMap(tool -> Stream.of(tool.name(), tool.parameters().toString()))
        .mapToLong(Ask::tokens)
        .sum();
  }
}
