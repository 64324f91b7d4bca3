package dev.ziggurat.chain;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** No provider gave a usable answer. */
public final class ChainExhausted extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /** As long as the longest explanation of a budget, which ends with the way out. */
  private static final int MAX_REASON = 400;

  private final transient List<PathStep> path;
  private final boolean requestRefused;

  ChainExhausted(List<PathStep> path, Throwable cause) {
    super(summary(path), cause);
    this.path = List.copyOf(path);
    this.requestRefused = cause instanceof RequestRefused;
  }

  /** Each provider with its reasons; the same reason is told once. */
  private static String summary(List<PathStep> path) {
    var counts = new LinkedHashMap<String, Integer>();
    path.forEach(step -> counts.merge(reason(step), 1, Integer::sum));
    return counts.entrySet().stream()
        .map(
            reason ->
                reason.getValue() == 1
                    ? reason.getKey()
                    : "%s (%d times)".formatted(reason.getKey(), reason.getValue()))
        .collect(Collectors.joining("; "));
  }

  private static String reason(PathStep step) {
    var reason = step.reason();
    return step.provider().id()
        + ": "
        + (reason.length() <= MAX_REASON ? reason : reason.substring(0, MAX_REASON - 1) + "\u2026");
  }

  /** All attempts and skips, with reasons. */
  public List<PathStep> path() {
    return path;
  }

  /** Whether the request is shown to be invalid, so that no further provider was asked. */
  public boolean requestRefused() {
    return requestRefused;
  }
}
