package dev.ziggurat.litellm;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;

/** Gathers what is wrong with a configuration, so that all of it is told at once. */
final class ImportProblems {

  private static final int MAX_TOLD = 100;

  private final List<ImportProblem> found = new ArrayList<>();

  void add(String place, String field, String message) {
    found.add(new ImportProblem(place, field, message));
  }

  int count() {
    return found.size();
  }

  /**
   * Goes on only if nothing is wrong.
   *
   * @throws HttpProblem 400 with all that is
   */
  void refuse() {
    if (found.isEmpty()) {
      return;
    }
    var first = found.getFirst();
    throw HttpProblem.builder()
        .withTitle("Bad Request")
        .withStatus(Response.Status.BAD_REQUEST)
        .withDetail(
            "%s, so nothing was changed. %s: %s: %s"
                .formatted(
                    found.size() == 1 ? "1 thing is wrong" : found.size() + " things are wrong",
                    first.place(),
                    first.field(),
                    first.message()))
        .with("errors", found.stream().limit(MAX_TOLD).toList())
        .build();
  }
}
