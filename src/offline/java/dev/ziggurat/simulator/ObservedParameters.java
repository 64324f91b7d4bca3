package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.Set;

/** Request fields other than model and messages, for the observations; long values are omitted. */
final class ObservedParameters {

  /** The only header among them. */
  static final String PROJECT = "OpenAI-Project";

  private static final Set<String> SHOWN_ELSEWHERE = Set.of("model", "messages");
  private static final int MAX_FIELDS = 48;
  private static final int MAX_NAME = 64;
  private static final int MAX_VALUE = 2_000;

  private ObservedParameters() {}

  /**
   * @param project value of the header that attributes the call, or null
   */
  static JsonNode of(JsonNode body, String project) {
    var parameters = JsonNodeFactory.instance.objectNode();
    if (project != null) {
      parameters.put(PROJECT, project.substring(0, Math.min(project.length(), MAX_VALUE)));
    }
    body.properties().stream()
        .filter(field -> !SHOWN_ELSEWHERE.contains(field.getKey()))
        .filter(field -> field.getKey().length() <= MAX_NAME)
        .limit(MAX_FIELDS)
        .forEach(
            field -> {
              if (field.getValue().toString().length() <= MAX_VALUE) {
                parameters.set(field.getKey(), field.getValue());
              } else {
                parameters.put(field.getKey(), "\u2026");
              }
            });
    return parameters;
  }
}
