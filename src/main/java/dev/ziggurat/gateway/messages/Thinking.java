package dev.ziggurat.gateway.messages;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;

/**
 * What a request says of thinking, for providers that know only an effort of reasoning.
 *
 * @param shown whether the caller asked to see it: else it gets no thinking blocks from others,
 *     because programs that did not ask for them take the first block for the text
 * @param effort {@code low}, {@code medium} or {@code high}; empty for the provider's own
 */
record Thinking(boolean shown, Optional<String> effort) {

  /** A budget below is a low effort. */
  static final int MEDIUM_BUDGET_TOKENS = 4_096;

  /** A budget from here on is a high effort. */
  static final int HIGH_BUDGET_TOKENS = 16_384;

  private static final Set<String> ON = Set.of("enabled", "adaptive", "between_tools");

  /** Reads {@code thinking} and {@code output_config.effort}, which wins over a budget. */
  static Thinking of(JsonNode body) {
    var thinking = body.path("thinking");
    var on = ON.contains(thinking.path("type").asText());
    var budget = thinking.path("budget_tokens");
    return new Thinking(
        on && !thinking.path("display").asText().equals("omitted"),
        effort(body.at("/output_config/effort").asText())
            .or(
                () ->
                    on && budget.isNumber()
                        ? Optional.of(effort(budget.asInt()))
                        : Optional.empty()));
  }

  private static Optional<String> effort(String asked) {
    return switch (asked) {
      case "low", "medium", "high" -> Optional.of(asked);
      case "xhigh", "max" -> Optional.of("high");
      default -> Optional.empty();
    };
  }

  private static String effort(int budgetTokens) {
    if (budgetTokens < MEDIUM_BUDGET_TOKENS) {
      return "low";
    }
    return budgetTokens < HIGH_BUDGET_TOKENS ? "medium" : "high";
  }
}
