package dev.ziggurat.provider;

import static dev.ziggurat.llm.Provider.*;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.EachProvider;
import dev.ziggurat.llm.AnnouncedLimits;
import dev.ziggurat.llm.AnswerSchema;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.PromptRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.llm.ServiceTier;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.llm.ToolCall;
import dev.ziggurat.llm.UpstreamModel;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests and responses of all providers on the wire. */
@QuarkusTest
@TestProfile(KeyedProviders.class)
class ChatProvidersTest {

  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Set<Capability> ALL = EnumSet.allOf(Capability.class);
  private static final Map<String, String> JSON = Map.of("content-type", "application/json");
  private static final String CHAT =
      """
      {"id":"chatcmpl-1","object":"chat.completion","model":"some/model-2026-01-01","service_tier":"priority","choices":[
       {"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Ready.",
        "reasoning":"hm","reasoning_content":"hm","tool_calls":null,"annotations":[]}}],
       "usage":{"queue_time":0.03,"prompt_tokens":82,"completion_tokens":23,"total_tokens":105,
        "prompt_tokens_details":{"cached_tokens":64},"completion_tokens_details":{"reasoning_tokens":9}}}
      """;
  private static final String MESSAGE =
      """
      {"id":"msg_1","type":"message","role":"assistant","model":"claude-sonnet-5-5","content":[
       {"type":"thinking","thinking":"","signature":"EqQB"},{"type":"text","text":"Rea"},
       {"type":"yet_to_be_invented","data":{"x":[1]}},{"type":"text","text":"dy."}],
       "stop_reason":"end_turn","stop_sequence":null,"stop_details":null,
       "usage":{"input_tokens":41,"output_tokens":27,"cache_creation_input_tokens":7,
        "cache_read_input_tokens":5,"cache_creation":{"ephemeral_5m_input_tokens":7},
        "output_tokens_details":{"thinking_tokens":14},"service_tier":"standard"}}
      """;

  RawServer server;

  @Inject @All List<ChatProvider> providers;
  @Inject ObjectMapper json;

  @Test
  void everyProviderExistsOnceAndIsReal() {
    assertThat(providers)
        .extracting(ChatProvider::provider)
        .containsExactlyInAnyOrderElementsOf(Providers.builtIn().inOrder());
    assertThat(providers).allMatch(ChatProvider::usable).noneMatch(ChatProvider::simulated);
  }

  @ParameterizedTest
  @CsvSource({
    "wandb, /wandb/v1/chat/completions, max_tokens, max_completion_tokens",
    "groq, /groq/openai/v1/chat/completions, max_completion_tokens, max_tokens",
    "openai, /openai/v1/chat/completions, max_completion_tokens, max_tokens"
  })
  void chatCompletionRequestsFollowEachProvidersDeviations(
      Provider provider, String path, String budget, String otherBudget) throws Exception {
    server.answers(200, JSON, CHAT);

    ask(provider, question(), new UpstreamModel("some/model", 1000, 300, ALL));

    var request = server.requests().take();
    var body = json.readTree(request.body());
    assertThat(request.line()).isEqualTo("POST " + path + " HTTP/1.1");
    assertThat(request.headers())
        .containsEntry("authorization", "Bearer " + KeyedProviders.KEY)
        .containsEntry("content-type", "application/json");
    assertThat(body.get("model").asText()).isEqualTo("some/model");
    assertThat(body.get(budget).asInt()).isEqualTo(300);
    assertThat(body.has(otherBudget)).isFalse();
    assertThat(body.get("temperature").asDouble()).isEqualTo(1.5);
    assertThat(body.get("messages"))
        .isEqualTo(
            json.readTree(
                """
                [{"role":"system","content":"Rules."},{"role":"system","content":"Answer JSON."},
                 {"role":"user","content":"Go."},{"role":"assistant","content":"?"},
                 {"role":"user","content":"Now."}]
                """));
    assertThat(body.get("response_format"))
        .isEqualTo(
            json.readTree(
                """
                {"type":"json_schema","json_schema":{"name":"decision","strict":true,
                 "schema":{"type":"object","properties":{},"required":[],"additionalProperties":false}}}
                """));
  }

  @Test
  void claudeRequestsUseTheMessagesFormat() throws Exception {
    server.answers(200, JSON, MESSAGE);

    ask(CLAUDE, question(), new UpstreamModel("claude-haiku-4-5", 0, 0, ALL));

    var request = server.requests().take();
    assertThat(request.line()).isEqualTo("POST /claude/v1/messages HTTP/1.1");
    assertThat(request.headers())
        .containsEntry("x-api-key", KeyedProviders.KEY)
        .containsEntry("anthropic-version", "2023-06-01")
        .doesNotContainKey("authorization");
    assertThat(json.readTree(request.body()))
        .isEqualTo(
            json.readTree(
                """
                {"model":"claude-haiku-4-5","max_tokens":500,"system":"Rules.\\n\\nAnswer JSON.",
                 "messages":[{"role":"user","content":"Go."},{"role":"assistant","content":"?"},
                  {"role":"user","content":"Now."}],
                 "temperature":1.0,
                 "output_config":{"format":{"type":"json_schema",
                  "schema":{"type":"object","properties":{},"required":[],"additionalProperties":false}}}}
                """));
  }

  @ParameterizedTest
  @EachProvider
  void unsupportedCapabilitiesAreNotRequested(Provider provider) throws Exception {
    var body = bodyFor(provider, Set.of());

    assertThat(body.has("temperature")).isFalse();
    assertThat(body.has("response_format")).isFalse();
    assertThat(body.has("output_config")).isFalse();
  }

  @ParameterizedTest
  @EachProvider({"wandb", "groq", "openai"})
  void jsonObjectIsRequestedWhereNoSchemaIsSupported(Provider provider) throws Exception {
    assertThat(bodyFor(provider, Set.of(Capability.JSON_OBJECT)).get("response_format"))
        .isEqualTo(json.readTree("{\"type\":\"json_object\"}"));
  }

  @Test
  void onlyWandbGetsTheProjectHeader() throws Exception {
    for (var provider : Providers.builtIn().inOrder()) {
      bodyFor(provider, Set.of());
      assertThat(lastHeaders.get("openai-project"))
          .isEqualTo(provider.equals(WANDB) ? "team/project" : null);
    }
  }

  @ParameterizedTest
  @EachProvider({"wandb", "groq", "openai"})
  void chatCompletionIsParsed(Provider provider) {
    server.answers(
        200,
        Map.of(
            "content-type", "application/json",
            "x-request-id", "req_7",
            "x-ratelimit-remaining-requests", "14370",
            "x-ratelimit-reset-requests", "2m59.56s",
            "x-ratelimit-remaining-tokens", "17997",
            "x-ratelimit-reset-tokens", "120ms"),
        CHAT);

    assertThat(ask(provider))
        .isEqualTo(
            new Completion(
                    provider,
                    "some/model-2026-01-01",
                    "Ready.",
                    List.of(),
                    FinishReason.STOP,
                    Optional.empty(),
                    Optional.of(new TokenUsage(82, 64, 0, 23, 9)),
                    Optional.of("req_7"),
                    new AnnouncedLimits(
                        OptionalLong.of(14370),
                        Duration.ofMillis(179_560),
                        OptionalLong.of(17997),
                        Duration.ofMillis(120)))
                .saying(Optional.of("chatcmpl-1"), Optional.of(new ServiceTier("priority"))));
  }

  @Test
  void claudeTextBlocksAreJoinedAndTokenCountsNormalized() {
    server.answers(
        200,
        Map.of(
            "content-type", "application/json",
            "request-id", "req_9",
            "anthropic-ratelimit-requests-remaining", "999",
            "anthropic-ratelimit-requests-reset", "2020-01-01T00:00:00Z",
            "anthropic-ratelimit-input-tokens-remaining", "2000000",
            "anthropic-ratelimit-input-tokens-reset", "2999-01-01T00:00:00Z"),
        MESSAGE);

    assertThat(ask(CLAUDE))
        .isEqualTo(
            new Completion(
                    CLAUDE,
                    "claude-sonnet-5-5",
                    "Ready.",
                    List.of(),
                    FinishReason.STOP,
                    Optional.empty(),
                    Optional.of(new TokenUsage(53, 5, 7, 27, 14)),
                    Optional.of("req_9"),
                    new AnnouncedLimits(
                        OptionalLong.of(999),
                        Duration.ZERO,
                        OptionalLong.of(2_000_000),
                        Duration.ofDays(31)))
                .saying(Optional.of("msg_1"), Optional.of(ServiceTier.DEFAULT)));
  }

  @ParameterizedTest
  @CsvSource({
    "stop, STOP",
    "length, LENGTH",
    "tool_calls, TOOL_CALLS",
    "function_call, TOOL_CALLS",
    "content_filter, REFUSAL",
    "eos, STOP",
    "end_turn, STOP",
    "model_length, LENGTH",
    "MAX_TOKENS, LENGTH",
    "tool_use, TOOL_CALLS",
    "SAFETY, REFUSAL"
  })
  void finishReasonsAreMapped(String reported, FinishReason reason) {
    server.answers(
        200,
        JSON,
        "{\"choices\":[{\"finish_reason\":\"%s\",\"message\":{\"content\":null}}]}"
            .formatted(reported));

    var completion = ask(OPENAI);

    assertThat(completion.finishReason()).isEqualTo(reason);
    assertThat(completion.text()).isEmpty();
    assertThat(completion.usage()).isEmpty();
    assertThat(completion.model()).isEqualTo("asked-for");
    assertThat(completion.explanation().isPresent()).isEqualTo(reason == FinishReason.REFUSAL);
  }

  @ParameterizedTest
  @CsvSource({
    "end_turn, STOP", "stop_sequence, STOP", "max_tokens, LENGTH",
    "model_context_window_exceeded, LENGTH", "tool_use, TOOL_CALLS", "refusal, REFUSAL"
  })
  void claudeStopReasonsAreMapped(String reported, FinishReason reason) {
    server.answers(200, JSON, "{\"content\":[],\"stop_reason\":\"%s\"}".formatted(reported));

    assertThat(ask(CLAUDE).finishReason()).isEqualTo(reason);
  }

  @Test
  void refusalIsACompletionWithExplanation() {
    server.answers(
        200,
        JSON,
        """
        {"choices":[{"finish_reason":"stop","message":{"content":null,"refusal":"I can't."}}]}
        """);
    var chat = ask(OPENAI);
    server.answers(
        200,
        JSON,
        """
        {"content":[],"stop_reason":"refusal",
         "stop_details":{"type":"refusal","category":"cyber","explanation":"Too sharp."}}
        """);
    var message = ask(CLAUDE);

    assertThat(chat.finishReason()).isEqualTo(FinishReason.REFUSAL);
    assertThat(chat.explanation()).contains("I can't.");
    assertThat(message.finishReason()).isEqualTo(FinishReason.REFUSAL);
    assertThat(message.explanation()).contains("Too sharp.");
  }

  @Test
  void functionCallsAreParsed() {
    server.answers(
        200,
        JSON,
        """
        {"choices":[{"finish_reason":"tool_calls","message":{"content":null,"tool_calls":[
         {"id":"call_1","type":"function","function":{"name":"add","arguments":"{\\"a\\":1}"}}]}}],
         "x_groq":{"id":"req_01k","seed":1}}
        """);
    var chat = ask(GROQ);
    server.answers(
        200,
        JSON,
        """
        {"content":[{"type":"tool_use","id":"toolu_1","name":"add","input":{"a":1}}],
         "stop_reason":"tool_use"}
        """);
    var message = ask(CLAUDE);

    assertThat(chat.toolCalls()).containsExactly(new ToolCall("call_1", "add", "{\"a\":1}"));
    assertThat(chat.requestId()).contains("req_01k");
    assertThat(message.toolCalls()).containsExactly(new ToolCall("toolu_1", "add", "{\"a\":1}"));
  }

  private Map<String, String> lastHeaders;

  private JsonNode bodyFor(Provider provider, Set<Capability> can)
      throws IOException, InterruptedException {
    server.answers(200, JSON, provider.equals(CLAUDE) ? MESSAGE : CHAT);
    ask(provider, question(), new UpstreamModel("asked-for", 0, 0, can));
    var request = server.requests().take();
    lastHeaders = request.headers();
    return json.readTree(request.body());
  }

  private Completion ask(Provider provider) {
    return ask(
        provider,
        ChatRequest.of(List.of(ChatMessage.user("Go.")), 100),
        new UpstreamModel("asked-for", 0, 0, ALL));
  }

  private Completion ask(Provider provider, ChatRequest request, UpstreamModel model) {
    return providers.stream()
        .filter(candidate -> candidate.provider().equals(provider))
        .findFirst()
        .orElseThrow()
        .complete(request, model, LIMIT);
  }

  private ChatRequest question() throws IOException {
    return new PromptRequest(
        List.of(
            ChatMessage.system("Rules."),
            ChatMessage.system("Answer JSON."),
            ChatMessage.user("Go."),
            new ChatMessage(ChatMessage.Role.ASSISTANT, "?"),
            ChatMessage.user("Now.")),
        500,
        OptionalDouble.of(1.5),
        Optional.of(
            new AnswerSchema(
                "decision",
                json.readTree(
                    """
                    {"type":"object","properties":{},"required":[],"additionalProperties":false}
                    """))));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "openai|{}",
        "wandb|{\"prompt_tokens\":7}",
        "groq|{\"completion_tokens\":7,\"prompt_tokens\":null}",
        "claude|{}",
        "claude|{\"input_tokens\":7}"
      })
  void usageWithoutTokenCountsHasUnknownCost(Provider provider, String usage) throws Exception {
    server.answers(
        200,
        JSON,
        """
        {"choices":[{"message":{"content":"x"},"finish_reason":"stop"}],
         "content":[],"stop_reason":"end_turn","usage":%s}
        """
            .formatted(usage));

    assertThat(ask(provider, question(), new UpstreamModel("m", 0, 0, ALL)).usage()).isEmpty();
  }
}
