package dev.ziggurat.llm;

import dev.ziggurat.llm.Deviations.AnswerFormat;
import dev.ziggurat.llm.Deviations.MaxTokensField;
import dev.ziggurat.llm.Deviations.MessageRules;
import dev.ziggurat.llm.OriginalRequest.Api;
import dev.ziggurat.llm.ProviderDefinition.Access;
import dev.ziggurat.llm.ProviderDefinition.Origin;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The four built-in providers, in the default order of the chain. Source of the fields: the
 * providers' API references.
 */
final class BuiltInProviders {

  /** Parameters of vLLM, which W&amp;B serves with. */
  private static final Set<String> WANDB_FIELDS =
      Set.of("chat_template_kwargs", "cache_salt", "top_k", "min_p", "repetition_penalty");

  private static final Set<String> GROQ_FIELDS =
      Set.of("reasoning_format", "include_reasoning", "disable_tool_validation");

  private static final Set<String> OPENAI_FIELDS =
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

  /** These have no meaning for the other providers. */
  private static final Set<String> CLAUDE_FIELDS = Set.of("thinking", "output_config");

  /** Fields of OpenAI that Groq rejects. */
  private static final Set<String> REJECTED_BY_GROQ =
      Set.of("logprobs", "top_logprobs", "logit_bias", "frequency_penalty", "presence_penalty");

  /**
   * Groq refuses a message with any other field ("property 'annotations' is unsupported"). Source:
   * the message types of its SDK.
   */
  private static final MessageRules GROQ_MESSAGES =
      new MessageRules(
          Optional.of(
              Set.of(
                  "role",
                  "content",
                  "name",
                  "tool_calls",
                  "tool_call_id",
                  "function_call",
                  "reasoning")),
          false,
          true);

  /** OpenAI refuses a message with any other field ("Unknown parameter"). */
  private static final MessageRules OPENAI_MESSAGES =
      new MessageRules(
          Optional.of(
              Set.of(
                  "role",
                  "content",
                  "name",
                  "refusal",
                  "audio",
                  "tool_calls",
                  "tool_call_id",
                  "function_call")),
          true,
          false);

  /**
   * Fields that only one vendor accepts. They are left out of requests to an added provider that
   * declares no unknown fields.
   */
  static final Set<String> VENDOR_SPECIFIC =
      union(List.of(WANDB_FIELDS, GROQ_FIELDS, OPENAI_FIELDS, CLAUDE_FIELDS));

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
                  union(
                      List.of(GROQ_FIELDS, OPENAI_FIELDS, CLAUDE_FIELDS, Set.of("service_tier"))))),
          new ProviderDefinition(
              Provider.GROQ,
              "Groq API",
              "groq",
              Origin.BUILT_IN,
              access("https://api.groq.com/openai/v1", "GROQ", "https://console.groq.com/keys"),
              WireFormat.OPENAI,
              "llama-3.3-70b-versatile",
              new Deviations(
                  MaxTokensField.MAX_COMPLETION_TOKENS,
                  AnswerFormat.JSON_SCHEMA,
                  true,
                  union(List.of(WANDB_FIELDS, OPENAI_FIELDS, CLAUDE_FIELDS, REJECTED_BY_GROQ)),
                  true,
                  GROQ_MESSAGES)),
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
              chatCompletions(MaxTokensField.MAX_TOKENS, Set.of()),
              Set.of(Api.MESSAGES)),
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
                  union(List.of(WANDB_FIELDS, GROQ_FIELDS, CLAUDE_FIELDS)),
                  false,
                  OPENAI_MESSAGES),
              Set.of(Api.RESPONSES)));

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
