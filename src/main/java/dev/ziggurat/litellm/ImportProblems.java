package dev.ziggurat.litellm;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;

/** Collects the errors of a configuration, so that all are reported together. */
final class ImportProblems {

  private static final int MAX_REPORTED = 100;

  private final List<ImportProblem> found = new ArrayList<>();

  void add(String place, String field, String message) {
    found.add(new ImportProblem(place, field, message));
  }

  int count() {
    return found.size();
  }

  /**
   * Fails if there are errors.
   *
   * @throws HttpProblem 400 with all errors
   */
  void throwIfAny() {
    if (found.isEmpty()) {
      return;
    }
    var first = found.getFirst();
    throw HttpProblem.builder()
        .withTitle("Bad Request")
        .withStatus(Response.Status.BAD_REQUEST)
        .withDetail(
            "%s, nothing was changed. %s: %s: %s"
                .formatted(
                    found.size() == 1 ? "1 error" : found.size() + " errors",
                    first.place(),
                    first.field(),
                    first.message()))
        .with("errors", found.stream().limit(MAX_REPORTED).toList())
        .build();
  }
}
