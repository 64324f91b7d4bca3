package dev.ziggurat.litellm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What means nothing to an import, and where Ziggurat has the like of it.
 *
 * @param section a key of the configuration, beside its models
 */
public record UnsupportedSettings(String section, String instead) {

  private static final String LIMITS =
      "what a provider announces is kept to by itself, and a key has a limit of its own (POST /api/admin/keys)";
  private static final String OF_THE_CALL = "send it with the call";
  private static final String OF_THE_CHAIN =
      "the chain wandb, groq, claude, openai decides; its settings are in docs/configuration.md";

  private static final Map<String, String> SECTIONS =
      Map.of(
          "litellm_settings",
              "what a provider does not know is left out for it, failed calls go along the chain, answers are kept by key (POST /api/admin/keys)",
          "router_settings",
              OF_THE_CHAIN + "; for a name in model_group_alias add an entry to model_list",
          "general_settings",
              "tokens are ADMIN_TOKEN and VIEWER_TOKEN, keys of programs are made at POST /api/admin/keys, the database is set as in docs/configuration.md",
          "environment_variables",
              "set them in the environment, under the names in docs/configuration.md",
          "credential_list",
              "set the providers' keys in the environment: WANDB_API_KEY, GROQ_API_KEY, ANTHROPIC_API_KEY, OPENAI_API_KEY",
          "callback_settings",
              "metrics are at /q/metrics, traces go where OTEL_EXPORTER_OTLP_ENDPOINT says");

  /** What fields of an entry are for. */
  private record Hint(Set<String> fields, String instead) {}

  private static final List<Hint> HINTS =
      List.of(
          new Hint(Set.of("rpm", "tpm", "max_parallel_requests"), LIMITS),
          new Hint(
              Set.of(
                  "temperature",
                  "top_p",
                  "max_tokens",
                  "stop",
                  "seed",
                  "extra_headers",
                  "extra_body",
                  "reasoning_effort"),
              OF_THE_CALL),
          new Hint(
              Set.of("weight", "order", "timeout", "stream_timeout", "max_retries", "num_retries"),
              OF_THE_CHAIN));

  private static final String NOTHING_LIKE_IT = "there is nothing like it here";
  private static final int MAX_NAMED = 30;
  private static final Pattern NAME = Pattern.compile("[\\w-]{1,60}");

  static boolean isSection(String key) {
    return SECTIONS.containsKey(key);
  }

  static UnsupportedSettings section(String key) {
    return new UnsupportedSettings(
        NAME.matcher(key).matches() ? key : "a key of a strange name",
        SECTIONS.getOrDefault(key, NOTHING_LIKE_IT));
  }

  /** One sentence on the fields of an entry; empty if there are none. */
  static Optional<String> fields(List<String> fields) {
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    var sentences = new ArrayList<String>();
    sentences.add(
        "not taken over: "
            + String.join(", ", fields.stream().distinct().limit(MAX_NAMED).toList()));
    HINTS.stream()
        .filter(hint -> fields.stream().anyMatch(hint.fields()::contains))
        .map(Hint::instead)
        .forEach(sentences::add);
    return Optional.of(String.join("; ", sentences));
  }
}
