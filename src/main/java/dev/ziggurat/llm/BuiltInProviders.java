package dev.ziggurat.llm;

import dev.ziggurat.llm.Deviations.AnswerFormat;
import dev.ziggurat.llm.Deviations.MaxTokensField;
import dev.ziggurat.llm.ProviderDefinition.Access;
import dev.ziggurat.llm.ProviderDefinition.Origin;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The four providers that Ziggurat knows by itself, in the order in which the chain tries them.
 * Reference for the fields: the providers' own documents.
 */
final class BuiltInProviders {

  /** Parameters of vLLM, which W&amp;B serves with. */
  private static final Set<String> OF_WANDB =
      Set.of("chat_template_kwargs", "cache_salt", "top_k", "min_p", "repetition_penalty");

  private static final Set<String> OF_GROQ =
      Set.of("reasoning_format", "include_reasoning", "disable_tool_validation");

  private static final Set<String> OF_OPENAI =
      Set.of(
          "store",
          "metadata",
          "prediction",
          "modalities",
          "audio",
          "verbosity",
          "prompt_cache_key",
          "safety_identifier",
          "web_search_options");

  /** For the others they mean nothing. */
  private static final Set<String> OF_CLAUDE = Set.of("thinking", "output_config");

  /** OpenAI's, and refused by Groq. */
  private static final Set<String> NOT_OF_GROQ =
      Set.of("logprobs", "top_logprobs", "logit_bias", "frequency_penalty", "presence_penalty");

  /** What one vendor alone knows is left out for a provider of which nothing else is said. */
  static final Set<String> OF_ONE_VENDOR = union(List.of(OF_WANDB, OF_GROQ, OF_OPENAI, OF_CLAUDE));

  static final List<ProviderDefinition> ALL =
      List.of(
          new ProviderDefinition(
              Provider.WANDB,
              "Weights & Biases inference API",
              "wandb",
              Origin.BUILT_IN,
              access("https://api.inference.wandb.ai/v1", "WANDB", "https://wandb.ai/authorize"),
              WireFormat.OPENAI,
              "meta-llama/Llama-3.3-70B-Instruct",
              chatCompletions(
                  MaxTokensField.MAX_TOKENS,
                  union(List.of(OF_GROQ, OF_OPENAI, OF_CLAUDE, Set.of("service_tier"))))),
          new ProviderDefinition(
              Provider.GROQ,
              "Groq API",
              "groq",
              Origin.BUILT_IN,
              access("https://api.groq.com/openai/v1", "GROQ", "https://console.groq.com/keys"),
              WireFormat.OPENAI,
              "llama-3.3-70b-versatile",
              chatCompletions(
                  MaxTokensField.MAX_COMPLETION_TOKENS,
                  union(List.of(OF_WANDB, OF_OPENAI, OF_CLAUDE, NOT_OF_GROQ)))),
          new ProviderDefinition(
              Provider.CLAUDE,
              "Claude API",
              "anthropic",
              Origin.BUILT_IN,
              access(
                  "https://api.anthropic.com",
                  "ANTHROPIC",
                  "https://platform.claude.com/settings/keys"),
              WireFormat.CLAUDE,
              "claude-3-5-sonnet",
              chatCompletions(MaxTokensField.MAX_TOKENS, Set.of())),
          new ProviderDefinition(
              Provider.OPENAI,
              "OpenAI API",
              "openai",
              Origin.BUILT_IN,
              access("https://api.openai.com/v1", "OPENAI", "https://platform.openai.com/api-keys"),
              WireFormat.OPENAI,
              "gpt-4o-mini",
              new Deviations(
                  MaxTokensField.MAX_COMPLETION_TOKENS,
                  AnswerFormat.JSON_SCHEMA,
                  true,
                  union(List.of(OF_WANDB, OF_GROQ, OF_CLAUDE)),
                  false)));

  private BuiltInProviders() {}

  private static Access access(String base, String variables, String keyUrl) {
    return new Access(
        base,
        variables + "_API_KEY",
        Optional.of(variables + "_API_BASE"),
        Optional.of(keyUrl),
        Optional.empty());
  }

  private static Deviations chatCompletions(MaxTokensField field, Set<String> unknown) {
    return new Deviations(field, AnswerFormat.JSON_SCHEMA, true, unknown, true);
  }

  private static Set<String> union(List<Set<String>> parts) {
    return parts.stream().flatMap(Collection::stream).collect(Collectors.toUnmodifiableSet());
  }
}
