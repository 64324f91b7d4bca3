package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.UpstreamModel;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Writes another program's request as one provider wants it: with that provider's model, the name
 * it has for the output budget, and without what only others know. What nobody here knows is passed
 * on.
 */
final class ForwardWriter {

  private static final Set<Provider> NOBODY_ELSE = Set.of();

  /** Who knows a parameter that not all three know; reference: the providers' own documents. */
  private static final Map<String, Set<Provider>> KNOWN_TO =
      Map.ofEntries(
          Map.entry("chat_template_kwargs", Set.of(Provider.WANDB)),
          Map.entry("cache_salt", Set.of(Provider.WANDB)),
          Map.entry("top_k", Set.of(Provider.WANDB)),
          Map.entry("min_p", Set.of(Provider.WANDB)),
          Map.entry("repetition_penalty", Set.of(Provider.WANDB)),
          Map.entry("reasoning_format", Set.of(Provider.GROQ)),
          Map.entry("include_reasoning", Set.of(Provider.GROQ)),
          Map.entry("disable_tool_validation", Set.of(Provider.GROQ)),
          Map.entry("logprobs", Set.of(Provider.WANDB, Provider.OPENAI)),
          Map.entry("top_logprobs", Set.of(Provider.WANDB, Provider.OPENAI)),
          Map.entry("logit_bias", Set.of(Provider.WANDB, Provider.OPENAI)),
          Map.entry("frequency_penalty", Set.of(Provider.WANDB, Provider.OPENAI)),
          Map.entry("presence_penalty", Set.of(Provider.WANDB, Provider.OPENAI)),
          Map.entry("service_tier", Set.of(Provider.GROQ, Provider.OPENAI)),
          Map.entry("store", Set.of(Provider.OPENAI)),
          Map.entry("metadata", Set.of(Provider.OPENAI)),
          Map.entry("prediction", Set.of(Provider.OPENAI)),
          Map.entry("modalities", Set.of(Provider.OPENAI)),
          Map.entry("audio", Set.of(Provider.OPENAI)),
          Map.entry("verbosity", Set.of(Provider.OPENAI)),
          Map.entry("prompt_cache_key", Set.of(Provider.OPENAI)),
          Map.entry("safety_identifier", Set.of(Provider.OPENAI)),
          Map.entry("web_search_options", Set.of(Provider.OPENAI)),
          // Claude's own; for the others they mean nothing.
          Map.entry("thinking", NOBODY_ELSE),
          Map.entry("output_config", NOBODY_ELSE));

  /** They know no effort of none, and take tools as they are. */
  private static final Pattern ALWAYS_REASON = Pattern.compile("o\\d.*|gpt-5(-.*)?");

  private ForwardWriter() {}

  static ObjectNode write(Provider provider, ForwardedRequest request, UpstreamModel model) {
    var body = request.body().objectNode();
    request
        .body()
        .properties()
        .forEach(
            field -> {
              if (KNOWN_TO.getOrDefault(field.getKey(), Set.of(provider)).contains(provider)) {
                body.set(field.getKey(), field.getValue());
              }
            });
    body.put("model", model.id());
    budget(provider, request, model, body);
    if (!model.can(Capability.TEMPERATURE)) {
      body.remove("temperature");
      body.remove("top_p");
    }
    if (provider == Provider.OPENAI) {
      effort(model, body);
    }
    if (request.streamed()) {
      // Without its counts what a stream cost could not be told.
      body.putObject("stream_options").put("include_usage", true);
    } else {
      body.remove("stream_options");
    }
    return body;
  }

  /** OpenAI's reasoning models refuse function tools in chat completions unless they reason not. */
  private static void effort(UpstreamModel model, ObjectNode body) {
    if (model.can(Capability.REASONING)
        && !body.path("tools").isEmpty()
        && !body.hasNonNull("reasoning_effort")
        && !ALWAYS_REASON.matcher(model.id()).matches()) {
      body.put("reasoning_effort", "none");
    }
  }

  private static void budget(
      Provider provider, ForwardedRequest request, UpstreamModel model, ObjectNode body) {
    body.remove("max_tokens");
    body.remove("max_completion_tokens");
    body.put(
        provider == Provider.WANDB ? "max_tokens" : "max_completion_tokens",
        model.outputBudget(request.maxOutputTokens()));
  }
}
