package dev.ziggurat.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.errors.BadRequestException;
import com.openai.errors.InternalServerException;
import com.openai.errors.NotFoundException;
import com.openai.errors.RateLimitException;
import com.openai.errors.SseException;
import com.openai.errors.UnauthorizedException;
import com.openai.helpers.ChatCompletionAccumulator;
import com.openai.models.FunctionDefinition;
import com.openai.models.FunctionParameters;
import com.openai.models.ResponseFormatJsonObject;
import com.openai.models.ResponseFormatJsonSchema;
import com.openai.models.chat.completions.ChatCompletion;
import com.openai.models.chat.completions.ChatCompletionContentPart;
import com.openai.models.chat.completions.ChatCompletionContentPartImage;
import com.openai.models.chat.completions.ChatCompletionContentPartText;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import com.openai.models.chat.completions.ChatCompletionMessageToolCall;
import com.openai.models.chat.completions.ChatCompletionToolMessageParam;
import com.openai.models.chat.completions.ChatCompletionUserMessageParam;
import com.openai.models.models.Model;
import dev.ziggurat.Arena;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** OpenAI's own SDK for Java, with another base address and key and nothing else changed. */
@QuarkusTest
@SuppressWarnings("deprecation") // Seed and user have successors; programs of yesterday send them.
class JavaSdkTest {

  private static final String WANDB = "wandb/Qwen/Qwen3.8-27B";
  private static final String CLAUDE = "claude/claude-sonnet-5-5";

  @TestHTTPResource("/v1")
  URI address;

  @Inject Arena arena;

  private OpenAIClient client;

  @BeforeEach
  void connect() {
    arena.calm();
    client = client("dev-admin");
  }

  @AfterEach
  void leave() {
    client.close();
    arena.calm();
  }

  private OpenAIClient client(String key) {
    return OpenAIOkHttpClient.builder()
        .baseUrl(address.toString())
        .apiKey(key)
        .maxRetries(0)
        .timeout(Duration.ofSeconds(30))
        .build();
  }

  private static ChatCompletionCreateParams.Builder ask(String model, String text) {
    return ChatCompletionCreateParams.builder().model(model).addUserMessage(text);
  }

  private ChatCompletion answer(ChatCompletionCreateParams.Builder asked) {
    return client.chat().completions().create(asked.build());
  }

  private static String text(ChatCompletion answer) {
    return answer.choices().getFirst().message().content().orElse("");
  }

  private ChatCompletion streamed(ChatCompletionCreateParams.Builder asked) {
    var whole = ChatCompletionAccumulator.create();
    try (var stream = client.chat().completions().createStreaming(asked.build())) {
      stream.stream().forEach(whole::accumulate);
    }
    return whole.chatCompletion();
  }

  /** What the provider was asked last, beside model and messages. */
  private static Map<String, Object> passedOn() {
    return given().get("/simulator/observations").jsonPath().getMap("latest[-1].parameters");
  }

  @ParameterizedTest
  @ValueSource(strings = {WANDB, CLAUDE, "auto", "openai/gpt-6-luna", "groq/openai/gpt-oss-120b"})
  void plain(String model) {
    var answer = answer(ask(model, "hello there").addSystemMessage("Be short."));
    assertThat(text(answer)).contains("2 words");
    assertThat(answer.choices().getFirst().finishReason())
        .isEqualTo(ChatCompletion.Choice.FinishReason.STOP);
    assertThat(answer.usage().orElseThrow().totalTokens()).isPositive();
  }

  @ParameterizedTest
  @ValueSource(strings = {WANDB, CLAUDE, "auto", "openai/gpt-6-luna", "groq/openai/gpt-oss-120b"})
  void streamed(String model) {
    var answer = streamed(ask(model, "hello there").addDeveloperMessage("Be short."));
    assertThat(text(answer)).contains("2 words");
  }

  @ParameterizedTest
  @ValueSource(strings = {WANDB, CLAUDE})
  void severalTurns(String model) {
    var first = answer(ask(model, "hello there"));
    var second =
        answer(
            ask(model, "hello there")
                .addMessage(first.choices().getFirst().message())
                .addUserMessage("three more words"));
    assertThat(text(second)).contains("3 words", "3 messages");
  }

  private static ChatCompletionCreateParams.Builder withTools(String model) {
    return ask(model, "Call get_weather and get_time")
        .addFunctionTool(
            FunctionDefinition.builder()
                .name("get_weather")
                .description("The weather of a city")
                .parameters(
                    FunctionParameters.builder()
                        .putAdditionalProperty("type", JsonValue.from("object"))
                        .putAdditionalProperty(
                            "properties",
                            JsonValue.from(Map.of("city", Map.of("enum", List.of("Ur")))))
                        .putAdditionalProperty("required", JsonValue.from(List.of("city")))
                        .build())
                .build())
        .addFunctionTool(FunctionDefinition.builder().name("get_time").build());
  }

  private static void checkCalls(List<ChatCompletionMessageToolCall> calls) {
    assertThat(calls)
        .extracting(call -> call.asFunction().function().name())
        .containsExactly("get_weather", "get_time");
    assertThat(calls)
        .extracting(call -> call.asFunction().function().arguments())
        .containsExactly("{\"city\":\"Ur\"}", "{}");
  }

  @ParameterizedTest
  @ValueSource(strings = {WANDB, CLAUDE, "openai/gpt-6-luna", "groq/openai/gpt-oss-120b"})
  void toolsAndTheirResults(String model) {
    var asked = withTools(model);
    var calling = answer(asked).choices().getFirst();
    assertThat(calling.finishReason()).isEqualTo(ChatCompletion.Choice.FinishReason.TOOL_CALLS);
    var calls = calling.message().toolCalls().orElseThrow();
    checkCalls(calls);
    asked.addMessage(calling.message());
    for (var call : calls) {
      asked.addMessage(
          ChatCompletionToolMessageParam.builder()
              .toolCallId(call.asFunction().id())
              .content(call.asFunction().function().name() + " is fine")
              .build());
    }
    assertThat(text(answer(asked))).contains("get_weather is fine", "get_time is fine");
  }

  @ParameterizedTest
  @ValueSource(strings = {WANDB, CLAUDE})
  void streamedTools(String model) {
    checkCalls(streamed(withTools(model)).choices().getFirst().message().toolCalls().orElseThrow());
  }

  @ParameterizedTest
  @ValueSource(strings = {WANDB, CLAUDE})
  void jsonObject(String model) {
    var asked =
        ask(model, "Answer in JSON").responseFormat(ResponseFormatJsonObject.builder().build());
    var answer = text(answer(asked));
    // Claude is told so in words.
    assertThat(answer).startsWith("{").endsWith("}");
  }

  @ParameterizedTest
  @ValueSource(strings = {WANDB, CLAUDE})
  void jsonSchema(String model) {
    var schema =
        ResponseFormatJsonSchema.JsonSchema.Schema.builder()
            .putAdditionalProperty("type", JsonValue.from("object"))
            .putAdditionalProperty(
                "properties",
                JsonValue.from(Map.of("age", Map.of("type", "integer", "minimum", 3))))
            .putAdditionalProperty("required", JsonValue.from(List.of("age")))
            .build();
    var asked =
        ask(model, "How old?")
            .responseFormat(
                ResponseFormatJsonSchema.builder()
                    .jsonSchema(
                        ResponseFormatJsonSchema.JsonSchema.builder()
                            .name("age")
                            .schema(schema)
                            .build())
                    .build());
    assertThat(text(answer(asked))).isEqualTo(model.equals(WANDB) ? "{\"age\":3}" : "{\"age\":0}");
  }

  @ParameterizedTest
  @ValueSource(strings = {WANDB, CLAUDE})
  void stop(String model) {
    assertThat(text(answer(ask(model, "hello").stop(":")))).isEqualTo("This is a simulated answer");
  }

  @Test
  void whatTheProviderKnowsIsPassedOn() {
    answer(
        ask(WANDB, "hello")
            .seed(7)
            .user("u-1")
            .putAdditionalBodyProperty(
                "chat_template_kwargs", JsonValue.from(Map.of("enable_thinking", false)))
            .putAdditionalBodyProperty("include_reasoning", JsonValue.from(true))
            .putAdditionalBodyProperty("brand_new", JsonValue.from("x")));
    assertThat(passedOn())
        .containsEntry("seed", 7)
        .containsEntry("user", "u-1")
        .containsEntry("brand_new", "x")
        .containsKey("chat_template_kwargs")
        .doesNotContainKey("include_reasoning");
    answer(ask(CLAUDE, "hello").seed(7).user("u-1").temperature(0.3));
    assertThat(passedOn())
        .containsEntry("metadata", Map.of("user_id", "u-1"))
        .doesNotContainKeys("seed", "user", "temperature");
  }

  @Test
  void probabilities() {
    var told = answer(ask(WANDB, "hello").logprobs(true).topLogprobs(2));
    assertThat(told.choices().getFirst().logprobs().orElseThrow().content().orElseThrow())
        .isNotEmpty();
    assertThat(answer(ask(CLAUDE, "hello").logprobs(true)).choices().getFirst().logprobs())
        .isEmpty();
  }

  @Test
  void severalAnswers() {
    assertThat(answer(ask(WANDB, "hello").n(2)).choices()).hasSize(2);
    // Claude gives one, groq gives one: whoever gives more answers.
    assertThat(answer(ask(CLAUDE, "hello").n(2)).choices()).hasSize(2);
    var alone =
        ask(CLAUDE, "hello").n(2).putAdditionalBodyProperty("fallback", JsonValue.from(false));
    assertThatThrownBy(() -> answer(alone)).isInstanceOf(BadRequestException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {WANDB, CLAUDE, "auto"})
  void images(String model) {
    var picture =
        ChatCompletionContentPartImage.builder()
            .imageUrl(
                ChatCompletionContentPartImage.ImageUrl.builder()
                    .url("data:image/png;base64,iVBORw0KGgo=")
                    .build())
            .build();
    var question = ChatCompletionContentPartText.builder().text("What is this?").build();
    var message =
        ChatCompletionUserMessageParam.builder()
            .contentOfArrayOfContentParts(
                List.of(
                    ChatCompletionContentPart.ofText(question),
                    ChatCompletionContentPart.ofImageUrl(picture)))
            .build();
    var asked = ChatCompletionCreateParams.builder().model(model).addMessage(message);
    assertThat(text(answer(asked))).contains("3 words");
  }

  @Test
  void headersOfOurOwn() {
    var asked =
        ask("auto", "hello")
            .putAdditionalHeader("X-Ziggurat-Project", "team/project")
            .putAdditionalHeader("X-Ziggurat-Explain", "true")
            .build();
    try (var raw = client.chat().completions().withRawResponse().create(asked)) {
      assertThat(raw.headers().values("X-Ziggurat-Provider")).containsExactly("wandb");
      assertThat(raw.headers().values("X-Request-Id")).hasSize(1);
      assertThat(raw.parse()._additionalProperties()).containsKey("ziggurat");
    }
  }

  @Test
  void errorsHaveTheirClasses() {
    var unknown =
        catchThrowableOfType(NotFoundException.class, () -> answer(ask("no-such-model", "hello")));
    assertThat(unknown.code()).contains("model_not_found");
    assertThatThrownBy(() -> answer(ask("auto", "hello").maxCompletionTokens(0)))
        .isInstanceOf(BadRequestException.class);
    var stranger = client("wrong");
    try {
      assertThatThrownBy(() -> stranger.chat().completions().create(ask("auto", "hello").build()))
          .isInstanceOf(UnauthorizedException.class);
    } finally {
      stranger.close();
    }
    // Nobody is asked again within the minute that all four name.
    var busy = "{\"status\":429,\"retryAfterSeconds\":60}";
    arena.faults("{\"wandb\":%1$s,\"groq\":%1$s,\"claude\":%1$s,\"openai\":%1$s}".formatted(busy));
    assertThatThrownBy(() -> answer(ask("auto", "hello"))).isInstanceOf(RateLimitException.class);
    arena.calm();
    arena.faults(
        "{\"wandb\":{\"status\":401},\"groq\":{\"status\":401},\"claude\":{\"status\":401},\"openai\":{\"status\":401}}");
    assertThatThrownBy(() -> answer(ask("auto", "hello")))
        .isInstanceOf(InternalServerException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {WANDB, CLAUDE})
  void aStreamThatBreaksOffIsAnError(String model) {
    arena.faults("{\"wandb\":{\"cutAfterChunks\":2},\"claude\":{\"cutAfterChunks\":2}}");
    assertThatThrownBy(() -> streamed(ask(model, "hello"))).isInstanceOf(SseException.class);
  }

  @Test
  void models() {
    assertThat(client.models().list().data()).extracting(Model::id).contains("auto", "gpt-6-luna");
    assertThat(client.models().retrieve("gpt-6-luna").ownedBy()).isEqualTo("openai");
    assertThat(Optional.of(client.models().retrieve("openai/gpt-oss-120b")).map(Model::ownedBy))
        .contains("wandb, groq");
  }
}
