package dev.ziggurat.chain;

import java.util.List;
import java.util.stream.Collectors;

/** No provider gave a usable answer. */
public final class ChainExhausted extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient List<PathStep> path;

  ChainExhausted(List<PathStep> path, Throwable cause) {
    super(
        path.stream()
            .map(step -> step.provider().id() + ": " + step.reason())
            .collect(Collectors.joining("; ")),
        cause);
    this.path = List.copyOf(path);
  }

  /** All attempts and skips, with reasons. */
  public List<PathStep> path() {
    return path;
  }
}
