package dev.ziggurat.provider;

import static dev.ziggurat.llm.Provider.*;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.ziggurat.EachProvider;
import dev.ziggurat.llm.ChatMessage;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.ProviderFailure.*;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.llm.UpstreamModel;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Classification of all known error responses of the providers. */
@QuarkusTest
@TestProfile(KeyedProviders.class)
class ErrorAnswersTest {

  private static final Map<String, String> JSON = Map.of("content-type", "application/json");

  RawServer server;

  @Inject @All List<ChatProvider> providers;

  static Stream<Arguments> wandb() {
    return Stream.of(
        row(
            401,
            AuthRejected.class,
            "Missing bearer authentication in header",
            "invalid_request_error",
            "invalid_api_key"),
        row(401, AuthRejected.class, "Authentication failed"),
        row(
            402,
            BillingBlocked.class,
            "You exceeded your current quota, please check your plan and billing details"),
        row(403, GeoBlocked.class, "Country, region, or territory not supported"),
        row(403, AuthRejected.class, "The inference gateway is not enabled for your organization"),
        row(404, ModelUnavailable.class, "The requested resource was not found"),
        row(404, ModelUnavailable.class, "The model `x` does not exist.", "NotFoundError", "404"),
        row(404, ModelUnavailable.class, "model 'x' not found, try pulling it first"),
        arguments(
            404,
            "{\"detail\":\"Not Found\"}",
            WrongAddress.class,
            "HTTP 404 without naming a model, so the API base is probably wrong (most end in /v1): Not Found"),
        arguments(
            404,
            "{\"error\":{\"code\":404,\"message\":\"File Not Found\",\"type\":\"not_found_error\"}}",
            WrongAddress.class,
            "HTTP 404 without naming a model, so the API base is probably wrong (most end in /v1): File Not Found"),
        arguments(
            405,
            "{\"detail\":\"Method Not Allowed\"}",
            WrongAddress.class,
            "HTTP 405 without naming a model, so the API base is probably wrong (most end in /v1): Method Not Allowed"),
        row(400, InvalidRequest.class, "Bad Request", "BadRequestError", "400"),
        row(
            400,
            UnsupportedParameter.class,
            "Grammar error: Unimplemented keys: [uniqueItems]",
            "BadRequestError",
            "400"),
        row(
            400,
            UnsupportedParameter.class,
            "'auto' tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set",
            "BadRequestError",
            "400"),
        row(
            400,
            ContextExceeded.class,
            "request (7531 tokens) exceeds the available context size (2048 tokens), try increasing it",
            "exceed_context_size_error",
            null),
        row(
            500,
            InvalidRequest.class,
            "Failed to parse tool call arguments as JSON: [json.exception.parse_error.101] parse error",
            "server_error",
            null),
        row(
            500,
            InvalidRequest.class,
            "[json.exception.parse_error.101] parse error at line 1, column 2",
            "server_error",
            null),
        row(
            500,
            InvalidRequest.class,
            "[json.exception.type_error.316] invalid UTF-8 byte at index 1: 0xFF",
            "server_error",
            null),
        row(500, BadAnswer.class, "Failed to parse input at pos 4: x", "server_error", null),
        row(503, Overloaded.class, "Loading model", "unavailable_error", null),
        arguments(
            422,
            "{\"detail\":[{\"loc\":[\"body\",\"logprobs\"],\"msg\":\"parameter not supported by this model\",\"type\":\"value_error\"}]}",
            UnsupportedParameter.class,
            "logprobs: parameter not supported by this model"),
        arguments(
            422,
            "{\"detail\":[{\"loc\":[\"body\",\"response_format\",\"type\"],\"msg\":\"bad value\"}]}",
            UnsupportedParameter.class,
            "response_format.type: bad value"),
        unsupported("n"),
        unsupported("logit_bias"),
        unsupported("presence_penalty"),
        unsupported("tools"),
        unsupported("tool_choice"),
        unsupported("parallel_tool_calls"),
        unsupported("reasoning_effort"),
        unsupported("seed"),
        unsupported("stop"),
        unsupported("service_tier"),
        arguments(
            422,
            "{\"detail\":[{\"loc\":[\"body\",\"messages\",0],\"msg\":\"field required\"}]}",
            InvalidRequest.class,
            "messages.0: field required"),
        arguments(
            400,
            "{\"detail\":\"messages must not be empty\"}",
            InvalidRequest.class,
            "messages must not be empty"),
        arguments(
            400,
            "{\"detail\":\"This model's maximum context length is 128000 tokens.\"}",
            ContextExceeded.class,
            "This model's maximum context length is 128000 tokens."),
        row(429, RateLimited.class, "Concurrency limit reached for requests"),
        row(
            429,
            BillingBlocked.class,
            "You exceeded your current quota, please check your plan and billing details"),
        row(429, AuthRejected.class, "W&B Inference isn't available for personal accounts"),
        row(500, ServerFailed.class, "The server had an error while processing your request"),
        row(503, Overloaded.class, "The engine is currently overloaded, please try again later"));
  }

  static Stream<Arguments> groq() {
    return Stream.of(
        row(
            400,
            InvalidRequest.class,
            "'messages' : minimum number of items is 1",
            "invalid_request_error",
            null),
        row(
            400,
            UnsupportedParameter.class,
            "'n' : number must be at most 1",
            "invalid_request_error",
            null),
        row(
            400,
            UnsupportedParameter.class,
            "property 'logit_bias' is unsupported",
            "invalid_request_error",
            null),
        row(
            400,
            InvalidRequest.class,
            "messages with role 'tool' must be a response to a preceding message with 'tool_calls'",
            "invalid_request_error",
            null),
        row(
            400,
            UnsupportedParameter.class,
            "This model does not support response format `json_schema`",
            "invalid_request_error",
            null),
        row(
            400,
            BadAnswer.class,
            "Failed to generate JSON. Please adjust your prompt.",
            "invalid_request_error",
            "json_validate_failed"),
        row(
            400,
            BadAnswer.class,
            "Failed to call a function.",
            "invalid_request_error",
            "tool_use_failed"),
        row(
            400,
            ModelUnavailable.class,
            "The model `x` has been decommissioned and is no longer supported.",
            "invalid_request_error",
            "model_decommissioned"),
        row(401, AuthRejected.class, "Invalid API Key", "invalid_request_error", "invalid_api_key"),
        row(403, AuthRejected.class, "Access denied. Please check your network settings."),
        row(403, BillingBlocked.class, "Your account is blocked: see billing"),
        row(
            404,
            ModelUnavailable.class,
            "The model `x` does not exist or you do not have access to it.",
            "invalid_request_error",
            "model_not_found"),
        row(
            413,
            ContextExceeded.class,
            "Request too large for model `x` (TPM): Limit 8000, Requested 9000",
            "tokens",
            "rate_limit_exceeded"),
        row(422, InvalidRequest.class, "Unprocessable"),
        row(
            400,
            UnsupportedParameter.class,
            "'messages.1' : for 'role:assistant' the following must be satisfied: property 'annotations' is unsupported",
            "invalid_request_error",
            null),
        row(
            403,
            ModelUnavailable.class,
            "The model `x` is blocked at the project level.",
            "permissions_error",
            "model_permission_blocked_project"),
        arguments(
            404,
            "{\"error\":{\"message\":\"Unknown request URL: POST /chat/completions.\",\"code\":\"unknown_url\"}}",
            WrongAddress.class,
            "HTTP 404 without naming a model, so the API base is probably wrong (most end in /v1): Unknown request URL: POST /chat/completions."),
        row(424, ServerFailed.class, "Failed dependency"),
        row(
            429,
            RateLimited.class,
            "Rate limit reached for model `x` on tokens per minute (TPM): Limit 8000. Please try again in 5.25s. Need more tokens? Upgrade at https://console.groq.com/settings/billing",
            "tokens",
            "rate_limit_exceeded"),
        row(
            498,
            Overloaded.class,
            "Flex tier capacity exceeded",
            "capacity_exceeded",
            "capacity_exceeded"),
        row(499, TimedOut.class, "Request cancelled"),
        row(500, ServerFailed.class, "Internal server error"),
        row(502, ServerFailed.class, "Bad gateway"),
        row(503, Overloaded.class, "Service unavailable"));
  }

  static Stream<Arguments> claude() {
    return Stream.of(
        row(
            400,
            InvalidRequest.class,
            "messages: at least one message is required",
            "invalid_request_error",
            null),
        row(
            400,
            UnsupportedParameter.class,
            "tools.0.custom.input_schema.type: Field required",
            "invalid_request_error",
            null),
        row(
            400,
            UnsupportedParameter.class,
            "stop_sequences: each stop sequence must contain non-whitespace",
            "invalid_request_error",
            null),
        row(
            400,
            InvalidRequest.class,
            "messages.2: `tool_use` ids were found without `tool_result` blocks immediately after: a",
            "invalid_request_error",
            null),
        row(
            400,
            BillingBlocked.class,
            "You have reached your specified API usage limits. You will regain access on 2026-12-01.",
            "invalid_request_error",
            null),
        row(
            400,
            BillingBlocked.class,
            "Your credit balance is too low to access the Anthropic API.",
            "invalid_request_error",
            null),
        row(
            400,
            ContextExceeded.class,
            "prompt is too long: 1100000 tokens > 1000000 maximum",
            "invalid_request_error",
            null),
        row(
            400,
            UnsupportedParameter.class,
            "output_config.format.schema: For 'object' type, property 'x' is not known",
            "invalid_request_error",
            null),
        row(
            400,
            UnsupportedParameter.class,
            "`temperature` is deprecated for this model.",
            "invalid_request_error",
            null),
        row(
            400,
            UnsupportedParameter.class,
            "max_tokens: 70000 > 64000, which is the maximum for this model",
            "invalid_request_error",
            null),
        row(
            400,
            UnsupportedParameter.class,
            "Schema is too complex for compilation.",
            "invalid_request_error",
            null),
        row(401, AuthRejected.class, "invalid x-api-key", "authentication_error", null),
        row(402, BillingBlocked.class, "Payment problem", "billing_error", null),
        row(
            403,
            AuthRejected.class,
            "Your API key does not have permission",
            "permission_error",
            null),
        row(404, ModelUnavailable.class, "model: claude-3-5-sonnet", "not_found_error", null),
        arguments(
            404,
            "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"Not found\"}}",
            WrongAddress.class,
            "HTTP 404 without naming a model, so the API base is probably wrong (most end in /v1): Not found"),
        row(
            404,
            InvalidRequest.class,
            "File with id file_011CNha8iCJcU1wXNR6q4V8w not found.",
            "not_found_error",
            null),
        row(408, TimedOut.class, "Request timeout"),
        row(409, ServerFailed.class, "Conflict", "conflict_error", null),
        row(
            413,
            ContextExceeded.class,
            "Request exceeds the maximum size",
            "request_too_large",
            null),
        row(
            429,
            RateLimited.class,
            "Number of requests has exceeded your rate limit",
            "rate_limit_error",
            null),
        arguments(
            429,
            "{\"type\":\"error\",\"error\":{\"type\":\"rate_limit_error\",\"message\":\"Monthly spend limit reached\",\"details\":{\"error_code\":\"enforced_spend_limit_reached\"}}}",
            BillingBlocked.class,
            "Monthly spend limit reached"),
        row(500, ServerFailed.class, "Internal server error", "api_error", null),
        row(504, ServerFailed.class, "Timeout", "timeout_error", null),
        row(529, Overloaded.class, "Overloaded", "overloaded_error", null));
  }

  static Stream<Arguments> openai() {
    return Stream.of(
        row(
            400,
            ContextExceeded.class,
            "This model's maximum context length is 128000 tokens. However, your messages resulted in 130000 tokens.",
            "invalid_request_error",
            "context_length_exceeded"),
        row(
            400,
            UnsupportedParameter.class,
            "Unsupported parameter: 'max_tokens' is not supported with this model.",
            "invalid_request_error",
            "unsupported_parameter"),
        row(
            400,
            UnsupportedParameter.class,
            "Only the default (1) value is supported",
            "invalid_request_error",
            "unsupported_value"),
        row(
            400,
            InvalidRequest.class,
            "Invalid 'messages': empty array.",
            "invalid_request_error",
            "empty_array"),
        row(
            401,
            AuthRejected.class,
            "Incorrect API key provided: sk-***.",
            "invalid_request_error",
            "invalid_api_key"),
        row(
            403,
            GeoBlocked.class,
            "Country, region, or territory not supported",
            "request_forbidden",
            "unsupported_country_region_territory"),
        row(
            404,
            ModelUnavailable.class,
            "The model `x` does not exist or you do not have access to it.",
            "invalid_request_error",
            "model_not_found"),
        row(
            429,
            RateLimited.class,
            "Rate limit reached for x on tokens per min (TPM). Please try again in 3.89s. Add a payment method at https://platform.openai.com/account/billing",
            "tokens",
            "rate_limit_exceeded"),
        row(
            403,
            ModelUnavailable.class,
            "Project `p` does not have access to model `x`",
            "invalid_request_error",
            "model_not_found"),
        row(
            404,
            InvalidRequest.class,
            "No such File object: file-abc",
            "invalid_request_error",
            null),
        row(
            404,
            InvalidRequest.class,
            "Previous response with id 'resp_1' not found.",
            "invalid_request_error",
            null),
        row(
            429,
            ContextExceeded.class,
            "Request too large for x in organization org-sim on tokens per min (TPM): Limit 30000, Requested 50000.",
            "tokens",
            "rate_limit_exceeded"),
        row(
            429,
            BillingBlocked.class,
            "You exceeded your current quota.",
            "insufficient_quota",
            "insufficient_quota"),
        row(
            429,
            BillingBlocked.class,
            "No credit.",
            "insufficient_quota",
            "credit_balance_exhausted"),
        row(429, BillingBlocked.class, "Limit.", "requests", "organization_spend_limit_exceeded"),
        row(429, BillingBlocked.class, "Limit.", "requests", "project_spend_limit_exceeded"),
        row(429, BillingBlocked.class, "Limit.", "requests", "organization_usage_limit_exceeded"),
        row(429, RateLimited.class, "Slow down.", "rate_limit_error", "slow_down"),
        row(503, RateLimited.class, "Slow down.", "rate_limit_error", "slow_down"),
        row(500, ServerFailed.class, "The server had an error", "server_error", null),
        row(
            503,
            Overloaded.class,
            "Overloaded",
            "service_unavailable_error",
            "server_is_overloaded"),
        row(418, InvalidRequest.class, "Teapot"));
  }

  @ParameterizedTest
  @MethodSource
  void wandb(int status, String body, Class<? extends ProviderFailure> type, String message) {
    check(WANDB, status, body, type, message);
  }

  @ParameterizedTest
  @MethodSource
  void groq(int status, String body, Class<? extends ProviderFailure> type, String message) {
    check(GROQ, status, body, type, message);
  }

  @ParameterizedTest
  @MethodSource
  void claude(int status, String body, Class<? extends ProviderFailure> type, String message) {
    check(CLAUDE, status, body, type, message);
  }

  @ParameterizedTest
  @MethodSource
  void openai(int status, String body, Class<? extends ProviderFailure> type, String message) {
    check(OPENAI, status, body, type, message);
  }

  static Stream<Arguments> unusualBodiesAreRead() {
    return Stream.of(
        arguments(
            "text/html",
            "<html><head><title>502</title></head><body>Bad\n gateway</body></html>",
            "502 Bad gateway"),
        arguments("application/json", "", "HTTP 500"),
        arguments("application/json", "{\"error\":\"just words\"}", "just words"),
        arguments("application/json", "{\"error\":null}", "HTTP 500"),
        arguments("application/json", "{\"error\":[1]}", "HTTP 500"),
        arguments("application/json", "{\"message\":\"beside\"}", "beside"),
        arguments("application/json", "\"quoted\"", "quoted"),
        arguments("application/json", "[1,2]", "[1,2]"),
        arguments(
            "application/json", "{\"error\":{\"message\":\"cut", "{\"error\":{\"message\":\"cut"),
        arguments("application/json", "{\"error\":{\"message\":{\"deep\":1}}}", "{\"deep\":1}"),
        arguments("application/octet-stream", "\u0000\u0001", "HTTP 500"));
  }

  @ParameterizedTest
  @MethodSource
  void unusualBodiesAreRead(String contentType, String body, String message) {
    for (var provider : Providers.builtIn().inOrder()) {
      server.answers(500, Map.of("content-type", contentType), body);

      assertThat(failure(provider).details().message()).isEqualTo(message);
    }
  }

  @ParameterizedTest
  @EachProvider
  void keyIsMaskedAndLongMessagesAreTruncated(Provider provider) {
    server.answers(
        401,
        JSON,
        "{\"error\":{\"message\":\"bad key %s %s\"}}"
            .formatted(KeyedProviders.KEY, "x".repeat(9000)));

    var failure = failure(provider);

    assertThat(failure.details().message()).startsWith("bad key *** xxx").hasSize(300);
    assertThat(failure.toString()).doesNotContain(KeyedProviders.KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "retry-after-ms, 1500, 1500",
    "retry-after, 2, 2000",
    "retry-after, 0.25, 250",
    "x-nothing, 2, 5250"
  })
  void waitIsReadFromHeadersThenMessage(String header, String value, long millis) {
    server.answers(
        429,
        Map.of("content-type", "application/json", header, value),
        "{\"error\":{\"message\":\"Please try again in 5.25s. Thanks.\"}}");

    assertThat(failure(GROQ).details().waitHint()).contains(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @EachProvider
  void errorInsideA200HasTheStatusThatItNames(Provider provider) {
    server.answers(
        200,
        Map.of("content-type", "application/json", "x-request-id", "req_200"),
        "{\"error\":{\"message\":\"Too many requests, please try again in 20s\",\"code\":429}}");

    var details = failure(provider).details();

    assertThat(failure(provider)).isInstanceOf(RateLimited.class);
    assertThat(details.httpStatus()).isEqualTo(429);
    assertThat(details.waitHint()).contains(Duration.ofSeconds(20));
    assertThat(details.requestId()).contains("req_200");
    assertThat(details.completion()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"400, InvalidRequest", "401, AuthRejected", "402, BillingBlocked", "503, Overloaded"})
  void numericCodeInsideA200IsAStatus(int code, String type) {
    server.answers(
        200,
        JSON,
        "{\"object\":\"error\",\"message\":\"x\",\"type\":\"Error\",\"code\":%d}".formatted(code));

    var failure = failure(WANDB);

    assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
    assertThat(failure.details().httpStatus()).isEqualTo(code);
  }

  @ParameterizedTest
  @EachProvider
  void cutAnswerIsLostAndWhatItUsedIsKnown(Provider provider) {
    server.answers(
        200,
        JSON,
        """
        {"choices":[{"message":{"content":"half a"},"finish_reason":"abort"}],
         "content":[{"type":"text","text":"half a"}],"stop_reason":"pause_turn",
         "usage":{"prompt_tokens":7,"completion_tokens":5,"input_tokens":7,"output_tokens":5}}
        """);

    var failure = failure(provider);

    assertThat(failure).isInstanceOf(ConnectionLost.class).hasMessageContaining("was cut");
    assertThat(failure.details().completion().orElseThrow().usage())
        .contains(new TokenUsage(7, 0, 0, 5, 0));
  }

  @Test
  void retryAfterDateBecomesADuration() {
    var inAnHour = ZonedDateTime.now(ZoneOffset.UTC).plusHours(1);
    server.answers(
        503, Map.of("retry-after", DateTimeFormatter.RFC_1123_DATE_TIME.format(inAnHour)), "");

    assertThat(failure(OPENAI).details().waitHint())
        .hasValueSatisfying(
            wait -> assertThat(wait).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60)));
  }

  @Test
  void rateLimitsAndRequestIdsAreReadFromErrors() {
    server.answers(
        429,
        Map.of(
            "content-type", "application/json",
            "x-ratelimit-remaining-requests", "0",
            "x-ratelimit-reset-requests", "9m38.016s"),
        "{\"type\":\"error\",\"error\":{\"message\":\"no\"},\"request_id\":\"req_sim1\"}");

    var details = failure(CLAUDE).details();

    assertThat(details.httpStatus()).isEqualTo(429);
    assertThat(details.requestId()).contains("req_sim1");
    assertThat(details.waitHint()).isEmpty();
    assertThat(details.limits().remainingRequests()).hasValue(0);
    assertThat(details.limits().requestsReset()).isEqualTo(Duration.ofMillis(578_016));
    assertThat(details.limits().remainingTokens()).isEmpty();
  }

  /** An error about an optional parameter, which other providers may accept. */
  private static Arguments unsupported(String parameter) {
    return arguments(
        422,
        "{\"detail\":[{\"loc\":[\"body\",\"%s\"],\"msg\":\"bad value\"}]}".formatted(parameter),
        UnsupportedParameter.class,
        parameter + ": bad value");
  }

  private static Arguments row(int status, Class<? extends ProviderFailure> type, String message) {
    return arguments(status, "{\"error\":{\"message\":\"%s\"}}".formatted(message), type, message);
  }

  private static Arguments row(
      int status,
      Class<? extends ProviderFailure> type,
      String message,
      String errorType,
      String code) {
    var body =
        "{\"type\":\"error\",\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":null,\"code\":%s}}"
            .formatted(message, errorType, code == null ? "null" : "\"" + code + "\"");
    return arguments(status, body, type, message);
  }

  private void check(
      Provider provider,
      int status,
      String body,
      Class<? extends ProviderFailure> type,
      String message) {
    server.answers(status, JSON, body);

    var failure = failure(provider);

    assertThat(failure).isInstanceOf(type);
    assertThat(failure.provider()).isEqualTo(provider);
    assertThat(failure.details().httpStatus()).isEqualTo(status);
    assertThat(failure.details().message()).isEqualTo(message);
  }

  private ProviderFailure failure(Provider provider) {
    var failure =
        catchThrowableOfType(
            ProviderFailure.class,
            () ->
                providers.stream()
                    .filter(candidate -> candidate.provider().equals(provider))
                    .findFirst()
                    .orElseThrow()
                    .complete(
                        ChatRequest.of(List.of(ChatMessage.user("Go.")), 100),
                        new UpstreamModel("asked-for", 0, 0, Set.of()),
                        Duration.ofSeconds(10)));
    assertThat(failure).isNotNull();
    return failure;
  }
}
