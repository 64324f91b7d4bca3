package dev.ziggurat.litellm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A setting that is not imported, and Ziggurat's equivalent.
 *
 * @param section a top-level key of the configuration
 * @param instead what to do instead
 */
public record UnsupportedSettings(String section, String instead) {

  private static final String LIMITS =
      "the rate limits that a provider announces are respected automatically, and each gateway key can have limits (POST /api/admin/keys)";
  private static final String PER_CALL = "send it with each call";
  private static final String CHAIN =
      "the provider chain handles retries and fallback; its settings are in docs/configuration.md";

  private static final Map<String, String> SECTIONS =
      Map.of(
          "litellm_settings",
              "unsupported fields are dropped for each provider, failed calls fall back along the chain, and answers are cached by gateway key (POST /api/admin/keys)",
          "router_settings", CHAIN + "; for a name in model_group_alias add an entry to model_list",
          "general_settings",
              "tokens are ADMIN_TOKEN and VIEWER_TOKEN, gateway keys are created with POST /api/admin/keys, the database is described in docs/configuration.md",
          "environment_variables",
              "set them in the environment, with the names in docs/configuration.md",
          "credential_list",
              "set the providers' keys in the environment: WANDB_API_KEY, GROQ_API_KEY, ANTHROPIC_API_KEY, OPENAI_API_KEY",
          "callback_settings",
              "metrics are at /q/metrics, traces are sent to OTEL_EXPORTER_OTLP_ENDPOINT");

  /** The equivalent of some fields of an entry. */
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
              PER_CALL),
          new Hint(
              Set.of("weight", "order", "timeout", "stream_timeout", "max_retries", "num_retries"),
              CHAIN));

  private static final String NO_EQUIVALENT = "Ziggurat has no equivalent";
  private static final int MAX_NAMED = 30;
  private static final Pattern NAME = Pattern.compile("[\\w-]{1,60}");

  static boolean isSection(String key) {
    return SECTIONS.containsKey(key);
  }

  static UnsupportedSettings section(String key) {
    return new UnsupportedSettings(
        NAME.matcher(key).matches() ? key : "a key with an unusual name",
        SECTIONS.getOrDefault(key, NO_EQUIVALENT));
  }

  /** A note on fields of an entry that are not imported; empty if there are none. */
  static Optional<String> fields(List<String> fields) {
    if (fields.isEmpty()) {
      return Optional.empty();
    }
    var sentences = new ArrayList<String>();
    sentences.add(
        "not imported: " + String.join(", ", fields.stream().distinct().limit(MAX_NAMED).toList()));
    HINTS.stream()
        .filter(hint -> fields.stream().anyMatch(hint.fields()::contains))
        .map(Hint::instead)
        .forEach(sentences::add);
    return Optional.of(String.join("; ", sentences));
  }
}
