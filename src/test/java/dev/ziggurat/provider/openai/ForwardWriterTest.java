package dev.ziggurat.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.UpstreamModel;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What another program asks, as each of the three is asked it. */
class ForwardWriterTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final String TOOLS =
      "\"tools\": [{\"type\": \"function\", \"function\": {\"name\": \"f\"}}]";

  private static JsonNode written(Provider provider, String fields, UpstreamModel model)
      throws JsonProcessingException {
    var body = (ObjectNode) JSON.readTree("{\"messages\": [], " + fields + "}");
    var before = body.toString();
    var written =
        ForwardWriter.write(provider, new ForwardedRequest(body, 9, Optional.empty()), model);
    assertThat(body.toString()).isEqualTo(before);
    return JSON.readTree(written.toString());
  }

  private static UpstreamModel model(String id, Capability... can) {
    return new UpstreamModel(id, 0, 0, Set.of(can));
  }

  @ParameterizedTest
  @CsvSource({
    "brand_new, WANDB GROQ OPENAI",
    "seed, WANDB GROQ OPENAI",
    "user, WANDB GROQ OPENAI",
    "stop, WANDB GROQ OPENAI",
    "n, WANDB GROQ OPENAI",
    "reasoning_effort, WANDB GROQ OPENAI",
    "chat_template_kwargs, WANDB",
    "cache_salt, WANDB",
    "top_k, WANDB",
    "include_reasoning, GROQ",
    "logprobs, WANDB OPENAI",
    "logit_bias, WANDB OPENAI",
    "frequency_penalty, WANDB OPENAI",
    "service_tier, GROQ OPENAI",
    "store, OPENAI",
    "verbosity, OPENAI",
    "thinking, ''",
    "output_config, ''"
  })
  void aParameterGoesToWhomItMeansSomething(String field, String known)
      throws JsonProcessingException {
    for (var provider : Set.of(Provider.WANDB, Provider.GROQ, Provider.OPENAI)) {
      assertThat(written(provider, "\"" + field + "\": 1", model("m")).has(field))
          .as(provider.id())
          .isEqualTo(known.contains(provider.name()));
    }
  }

  @ParameterizedTest
  @CsvSource({"WANDB, max_tokens", "GROQ, max_completion_tokens", "OPENAI, max_completion_tokens"})
  void theBudgetHasTheProvidersName(Provider provider, String name) throws JsonProcessingException {
    var written = written(provider, "\"max_tokens\": 9, \"max_completion_tokens\": 9", model("m"));
    assertThat(written.properties())
        .extracting(Map.Entry::getKey)
        .containsExactlyInAnyOrder("messages", "model", name);
    assertThat(written.path(name).asInt()).isEqualTo(9);
  }

  @ParameterizedTest
  @CsvSource({
    "OPENAI, gpt-6-luna, none",
    "OPENAI, gpt-5.6-terra, none",
    "OPENAI, gpt-5-mini,",
    "OPENAI, o3,",
    "WANDB, openai/gpt-oss-120b,",
    "GROQ, openai/gpt-oss-120b,"
  })
  void reasoningModelsOfOpenAiTakeToolsOnlyWithoutReasoning(
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

  @Test
  void aStreamAlwaysEndsWithWhatItTook() throws JsonProcessingException {
    var streamed =
        written(Provider.OPENAI, "\"stream\": true, \"stream_options\": {\"x\": 1}", model("m"));
    assertThat(streamed.path("stream_options"))
        .isEqualTo(JSON.readTree("{\"include_usage\":true}"));
    assertThat(written(Provider.OPENAI, "\"stream_options\": {}", model("m")).has("stream_options"))
        .isFalse();
  }

  @Test
  void noTemperatureForWhoTakesNone() throws JsonProcessingException {
    var fields = "\"temperature\": 0.5, \"top_p\": 0.5";
    assertThat(written(Provider.OPENAI, fields, model("m")).has("temperature")).isFalse();
    assertThat(
            written(Provider.OPENAI, fields, model("m", Capability.TEMPERATURE)).has("temperature"))
        .isTrue();
  }
}
