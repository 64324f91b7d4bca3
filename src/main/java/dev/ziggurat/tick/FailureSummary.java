package dev.ziggurat.tick;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.ziggurat.chain.PathStep;
import dev.ziggurat.db.Database;
import dev.ziggurat.llm.Provider;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;

/** Summarizes in one sentence why turns got no answer: the last reason of each provider. */
@Singleton
class FailureSummary {

  private final Database database;
  private final ObjectReader paths;

  FailureSummary(Database database, ObjectMapper json) {
    this.database = database;
    this.paths = json.readerFor(new TypeReference<List<PathStep>>() {});
  }

  /** Of the failed turn with the most attempts and skips. */
  String summary(Tick tick) {
    return database
        .first(
            """
            select path from turn where game_id = :gameId and tick = :tick and path is not null
              and state in ('failed', 'passed_over') and not undecided and not held order by state, position limit 1
            """,
            parameters -> TurnStore.of(parameters, tick),
            row -> row.getString(1))
        .map(this::sentence)
        .orElse("no agent got its turn in time");
  }

  private String sentence(String stored) {
    var reasons = new LinkedHashMap<Provider, String>();
    for (var step : path(stored)) {
      reasons.merge(step.provider(), reason(step), FailureSummary::weightier);
    }
    return reasons.entrySet().stream()
        .map(reason -> reason.getKey().id() + ": " + reason.getValue())
        .collect(Collectors.joining("; "));
  }

  private static String reason(PathStep step) {
    return switch (step) {
      case PathStep.Asked asked ->
          asked.outcome()
              + (asked.httpStatus() > 0 ? " " + asked.httpStatus() : "")
              + " "
              + asked.reason();
      case PathStep.Skipped skipped -> "skipped, " + skipped.reason();
    };
  }

  /** A provider's answer is more useful than a later skip. */
  private static String weightier(String earlier, String later) {
    return later.startsWith("skipped") ? earlier : later;
  }

  private List<PathStep> path(String stored) {
    try {
      return paths.readValue(stored);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
