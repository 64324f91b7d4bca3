package dev.ziggurat.gateway.responses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.helpers.ResponseAccumulator;
import com.openai.models.responses.FunctionTool;
import com.openai.models.responses.Response;
import com.openai.models.responses.ResponseCreateParams;
import com.openai.models.responses.ResponseInputItem;
import com.openai.models.responses.ResponseOutputItem;
import com.openai.models.responses.ResponseStatus;
import com.openai.models.responses.WebSearchTool;
import dev.ziggurat.Arena;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's own SDK for Java with the Responses API; every object and event is valid to it. */
@QuarkusTest
class ResponsesSdkTest {

  private static final String CLAUDE = "claude/claude-sonnet-5-5";
  private static final String OPENAI = "openai/gpt-6-luna";
  private static final String REASONER = "groq/openai/gpt-oss-120b";

  @TestHTTPResource("/v1")
  URI address;

  @Inject Arena arena;

  private OpenAIClient client;

  @BeforeEach
  void connect() {
    arena.calm();
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(address.toString())
            .apiKey("dev-admin")
            .maxRetries(0)
            .timeout(Duration.ofSeconds(30))
            .build();
  }

  @AfterEach
  void leave() {
    client.close();
    arena.calm();
  }

  private static ResponseCreateParams.Builder ask(String model, String text) {
    return ResponseCreateParams.builder().model(model).input(text);
  }

  private Response answer(ResponseCreateParams.Builder asked) {
    return client.responses().create(asked.build()).validate();
  }

  private Response streamed(ResponseCreateParams.Builder asked) {
    var whole = ResponseAccumulator.create();
    try (var stream = client.responses().createStreaming(asked.build())) {
      stream.stream().forEach(event -> whole.accumulate(event.validate()));
    }
    return whole.response().validate();
  }

  private static String text(Response answer) {
    return answer.output().stream()
        .flatMap(item -> item.message().stream())
        .flatMap(message -> message.content().stream())
        .map(part -> part.asOutputText().text())
        .collect(Collectors.joining());
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", CLAUDE, REASONER, OPENAI})
  void plain(String model) {
    var answer = answer(ask(model, "hello there").instructions("Be short."));
    assertThat(text(answer)).contains("2 words");
    assertThat(answer.status()).contains(ResponseStatus.COMPLETED);
    assertThat(answer.usage().orElseThrow().totalTokens()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", CLAUDE, REASONER, OPENAI})
  void streamed(String model) {
    assertThat(text(streamed(ask(model, "hello there")))).contains("2 words");
  }

  @ParameterizedTest
  @ValueSource(strings = {"auto", CLAUDE, OPENAI})
  void toolsAndTheirOutputs(String model) {
    var tool =
        FunctionTool.builder()
            .name("get_weather")
            .strict(false)
            .parameters(
                FunctionTool.Parameters.builder()
                    .putAdditionalProperty("type", JsonValue.from("object"))
                    .putAdditionalProperty(
                        "properties", JsonValue.from(Map.of("city", Map.of("enum", List.of("Ur")))))
                    .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                    .build())
            .build();
    var calling = streamed(ask(model, "Call get_weather").addTool(tool));
    var call =
        calling.output().stream()
            .flatMap(item -> item.functionCall().stream())
            .findFirst()
            .orElseThrow();
    assertThat(call.arguments()).isEqualTo("{\"city\":\"Ur\"}");
    var output =
        ResponseInputItem.ofFunctionCallOutput(
            ResponseInputItem.FunctionCallOutput.builder()
                .callId(call.callId())
                .output("sunny")
                .build());
    var answer =
        answer(
            ResponseCreateParams.builder()
                .model(model)
                .previousResponseId(calling.id())
                .inputOfResponse(List.of(output))
                .addTool(tool));
    assertThat(text(answer)).contains("The tools said: sunny");
  }

  @Test
  void keptAndDeleted() {
    var answer = answer(ask("auto", "hello there"));
    assertThat(client.responses().retrieve(answer.id()).validate()).isEqualTo(answer);
    var items = client.responses().inputItems().list(answer.id()).items();
    assertThat(items).hasSize(1);
    client.responses().delete(answer.id());
    assertThatThrownBy(() -> client.responses().retrieve(answer.id()))
        .isInstanceOf(NotFoundException.class);
  }

  @Test
  void reasoningIsReadBack() {
    var answer = streamed(ask(REASONER, "hello there"));
    var reasoning =
        answer.output().stream().filter(ResponseOutputItem::isReasoning).findFirst().orElseThrow();
    assertThat(reasoning.asReasoning().content().orElseThrow().getFirst().text()).isNotBlank();
  }

  @Test
  void errorsHaveTheirClasses() {
    assertThatThrownBy(() -> answer(ask("no-such-model", "hello")))
        .isInstanceOf(NotFoundException.class);
    var search = WebSearchTool.builder().type(WebSearchTool.Type.WEB_SEARCH).build();
    assertThatThrownBy(() -> answer(ask("auto", "hello").addTool(search)))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("web_search");
  }
}
