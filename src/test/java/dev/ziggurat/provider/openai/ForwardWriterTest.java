package dev.ziggurat.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.OriginalRequest;
import dev.ziggurat.llm.OriginalRequest.Api;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.llm.UpstreamModel;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Adaptation of callers' requests to W&amp;B, Groq and OpenAI. */
class ForwardWriterTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TOOLS =
      "\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"f\"}}]";

  private static JsonNode written(Provider provider, String fields, UpstreamModel model)
      throws JsonProcessingException {
    var body = (ObjectNode) JSON.readTree("{\"messages\": [], " + fields + "}");
    var before = body.toString();
    var written =
        ForwardWriter.write(
            Providers.builtIn().get(provider).deviations(),
            new ForwardedRequest(body, 9, Optional.empty()),
            model);
    assertThat(body.toString()).isEqualTo(before);
    return JSON.readTree(written.toString());
  }

  private static JsonNode written(Provider provider, int outputTokens, String body, int context)
      throws JsonProcessingException {
    return ForwardWriter.write(
        Providers.builtIn().get(provider).deviations(),
        new ForwardedRequest((ObjectNode) JSON.readTree(body), outputTokens, Optional.empty()),
        new UpstreamModel("m", context, 0, Set.of()));
  }

  /** Servers refuse a limit above the context window. */
  @ParameterizedTest
  @CsvSource({
    "2048, 8, '', 1950, 2047",
    "2048, 6000, '', 512, 512",
    "131072, 8, '', 16384, 16384",
    "2048, 8, ', \"max_tokens\": 100', 100, 100",
    "2048, 6000, ', \"max_tokens\": 2000', 2000, 2000",
    "2048, 8, ', \"max_tokens\": 9000', 2048, 2048",
    "0, 8, ', \"max_tokens\": 9000', 9000, 9000"
  })
  void theOutputLimitFitsIntoTheContext(
      int context, int promptLength, String fields, int least, int most)
      throws JsonProcessingException {
    var body =
        "{\"messages\": [{\"role\": \"user\", \"content\": \"%s\"}]%s}"
            .formatted("x".repeat(promptLength), fields);
    var asked = JSON.readTree(body).path("max_tokens").asInt(16_384);
    assertThat(written(Provider.WANDB, asked, body, context).path("max_tokens").asInt())
        .isBetween(least, most);
  }

  @Test
  void noOutputLimitIsSentWhereNobodyKnowsOne() throws JsonProcessingException {
    var body = "{\"messages\": [{\"role\": \"user\", \"content\": \"Hi\"}]}";
    assertThat(written(Provider.WANDB, 16_384, body, 0).has("max_tokens")).isFalse();
  }

  private static UpstreamModel model(String id, Capability... can) {
    return new UpstreamModel(id, 0, 0, Set.of(can));
  }

  @ParameterizedTest
  @CsvSource({
    "brand_new, wandb groq openai",
    "seed, wandb groq openai",
    "user, wandb groq openai",
    "stop, wandb groq openai",
    "n, wandb groq openai",
    "reasoning_effort, wandb groq openai",
    "chat_template_kwargs, wandb",
    "cache_salt, wandb",
    "top_k, wandb",
    "include_reasoning, groq",
    "logprobs, wandb openai",
    "logit_bias, wandb openai",
    "frequency_penalty, wandb openai",
    "service_tier, groq openai",
    "store, openai",
    "verbosity, openai",
    "thinking, ''",
    "output_config, ''"
  })
  void parametersAreSentOnlyToProvidersThatAcceptThem(String field, String known)
      throws JsonProcessingException {
    for (var provider : Set.of(Provider.WANDB, Provider.GROQ, Provider.OPENAI)) {
      assertThat(written(provider, "\"" + field + "\": 1", model("m")).has(field))
          .as(provider.id())
          .isEqualTo(known.contains(provider.id()));
    }
  }

  @ParameterizedTest
  @CsvSource({"wandb, max_tokens", "groq, max_completion_tokens", "openai, max_completion_tokens"})
  void outputTokenLimitHasTheProvidersFieldName(Provider provider, String name)
      throws JsonProcessingException {
    var written = written(provider, "\"max_tokens\": 9, \"max_completion_tokens\": 9", model("m"));
    assertThat(written.properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("messages", "model", name);
    assertThat(written.path(name).asInt()).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({
    "openai, gpt-6-luna, none",
    "openai, gpt-5.6-terra, none",
    "openai, gpt-5-mini,",
    "openai, o3,",
    "wandb, openai/gpt-oss-120b,",
    "groq, openai/gpt-oss-120b,"
  })
  void openAiReasoningModelsGetToolsOnlyWithoutReasoning(
      Provider provider, String id, String effort) throws JsonProcessingException {
    var model = model(id, Capability.REASONING, Capability.TOOLS);
    assertThat(written(provider, TOOLS, model).path("reasoning_effort").textValue())
        .isEqualTo(effort);
    assertThat(
            written(provider, TOOLS + ", \"reasoning_effort\": \"low\"", model)
                .path("reasoning_effort")
                .textValue())
        .isEqualTo("low");
    assertThat(written(provider, "\"tools\": []", model).has("reasoning_effort")).isFalse();
  }

  /** A caller of another API does not know which model answers, and what that one refuses. */
  @ParameterizedTest
  @CsvSource({
    "wandb, openai/gpt-oss-120b, true, low",
    "wandb, some/model, false,",
    "openai, gpt-6-luna, true, none",
    "openai, o4-mini, true, low",
    "openai, gpt-4o-mini, false,"
  })
  void effortOfAnotherApiIsSentOnlyToModelsThatReason(
      Provider provider, String id, boolean reasons, String effort) throws JsonProcessingException {
    var body = (ObjectNode) JSON.readTree("{\"reasoning_effort\": \"low\", " + TOOLS + "}");
    var original = new OriginalRequest(Api.MESSAGES, JSON.createObjectNode(), Map.of());
    var written =
        ForwardWriter.write(
            Providers.builtIn().get(provider).deviations(),
            new ForwardedRequest(body, 9, Optional.empty(), Optional.of(original)),
            reasons ? model(id, Capability.REASONING) : model(id));
    assertThat(written.path("reasoning_effort").textValue()).isEqualTo(effort);
  }

  @Test
  void streamsAlwaysRequestUsage() throws JsonProcessingException {
    var streamed =
        written(Provider.OPENAI, "\"stream\": true, \"stream_options\": {\"x\": 1}", model("m"));
    assertThat(streamed.path("stream_options"))
        .isEqualTo(JSON.readTree("{\"include_usage\":true}"));
    assertThat(written(Provider.OPENAI, "\"stream_options\": {}", model("m")).has("stream_options"))
        .isFalse();
  }

  @Test
  void temperatureIsDroppedForModelsThatRejectIt() throws JsonProcessingException {
    var fields = "\"temperature\": 0.5, \"top_p\": 0.5";
    assertThat(written(Provider.OPENAI, fields, model("m")).has("temperature")).isFalse();
    assertThat(
            written(Provider.OPENAI, fields, model("m", Capability.TEMPERATURE)).has("temperature"))
        .isTrue();
  }
}
