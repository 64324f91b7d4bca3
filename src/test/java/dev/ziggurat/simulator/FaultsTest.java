package dev.ziggurat.simulator;

import static dev.ziggurat.simulator.StandAlone.json;
import static dev.ziggurat.simulator.StandAlone.question;
import static dev.ziggurat.simulator.StandAlone.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.ziggurat.EachProvider;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.simulator.agent.Briefings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("FaultsTest")
class FaultsTest {

  private static StandAlone simulator;

  @BeforeAll
  static void start() {
    simulator = new StandAlone();
  }

  @AfterAll
  static void stop() {
    simulator.close();
  }

  @BeforeEach
  void quiet() {
    simulator.quiet();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "wandb;401;missing;/error/message;Missing bearer authentication in header",
        "wandb;402;;/error/message;You exceeded your current quota, please check your plan and billing details",
        "wandb;403;gateway;/error/message;The inference gateway is not enabled for your organization",
        "wandb;403;geo;/error/message;Country, region, or territory not supported",
        "wandb;404;;/error/message;The requested resource was not found",
        "wandb;422;;/detail/0/type;value_error",
        "wandb;429;rate;/error/message;Concurrency limit reached for requests",
        "wandb;429;billing;/error/code;insufficient_quota",
        "wandb;500;;/error/message;The server had an error while processing your request",
        "wandb;503;;/error/message;The engine is currently overloaded, please try again later",
        "groq;400;json;/error/failed_generation;{\"memo\": \"half a tho",
        "groq;400;decommissioned;/error/code;model_decommissioned",
        "groq;413;;/error/type;tokens",
        "groq;429;;/error/code;rate_limit_exceeded",
        "groq;498;;/error/type;capacity_exceeded",
        "groq;503;;/error/message;Service Unavailable",
        "claude;400;billing;/error/type;invalid_request_error",
        "claude;401;;/error/type;authentication_error",
        "claude;402;;/error/type;billing_error",
        "claude;403;;/error/type;permission_error",
        "claude;429;rate;/error/type;rate_limit_error",
        "claude;429;billing;/error/details/error_code;enforced_spend_limit_reached",
        "claude;500;;/error/type;api_error",
        "claude;504;;/error/type;timeout_error",
        "claude;529;;/error/type;overloaded_error",
        "openai;429;rate;/error/code;rate_limit_exceeded",
        "openai;429;billing;/error/code;insufficient_quota",
        "openai;429;credit;/error/code;credit_balance_exhausted",
        "openai;429;slow;/error/code;slow_down",
        "openai;503;;/error/code;server_is_overloaded",
        "openai;418;;/error/message;HTTP status 418"
      })
  void errorsComeInTheProvidersWords(
      Provider provider, int status, String variant, String path, String expected) {
    var named = variant == null ? "" : ",\"variant\":\"" + variant + "\"";
    simulator.faults(provider, "{\"status\":" + status + named + ",\"latencyMillis\":0}");
    var reply = simulator.chat(provider, question(provider));
    assertThat(reply.statusCode()).isEqualTo(status);
    assertThat(json(reply).at(path).asText()).isEqualTo(expected);
    assertThat(simulator.observed(provider).at("/answered/" + status).asInt()).isEqualTo(1);
  }

  @Test
  void retryAfterComesWhereItIsKnownOrOrdered() {
    assertThat(retryAfter(Provider.WANDB, "{\"status\":429}")).isNull();
    assertThat(retryAfter(Provider.WANDB, "{\"status\":429,\"retryAfterSeconds\":3}"))
        .isEqualTo("3");
    assertThat(retryAfter(Provider.GROQ, "{\"status\":429}")).isEqualTo("6");
    assertThat(retryAfter(Provider.CLAUDE, "{\"status\":429}")).isEqualTo("7");
    assertThat(retryAfter(Provider.CLAUDE, "{\"status\":429,\"variant\":\"billing\"}")).isNull();
    assertThat(retryAfter(Provider.OPENAI, "{\"status\":429,\"variant\":\"billing\"}")).isNull();
    assertThat(retryAfter(Provider.GROQ, "{\"status\":503}")).isNull();
  }

  private static String retryAfter(Provider provider, String faults) {
    simulator.faults(provider, faults);
    var reply = simulator.chat(provider, question(provider));
    return reply.headers().firstValue("retry-after").orElse(null);
  }

  @Test
  void claudesTooLargeIsNoJson() {
    simulator.faults(Provider.CLAUDE, "{\"status\":413}");
    var reply = simulator.chat(Provider.CLAUDE, question(Provider.CLAUDE));
    assertThat(reply.statusCode()).isEqualTo(413);
    assertThat(reply.headers().firstValue("content-type").orElseThrow()).startsWith("text/html");
  }

  @Test
  void redirectsLeadElsewhere() {
    simulator.faults(Provider.OPENAI, "{\"status\":307}");
    var reply = simulator.chat(Provider.OPENAI, question(Provider.OPENAI));
    assertThat(reply.statusCode()).isEqualTo(307);
    assertThat(reply.headers().firstValue("location")).isPresent();
  }

  @ParameterizedTest
  @EachProvider
  void aClientThatGivesUpOnAHangIsSeen(Provider provider) {
    simulator.faults(provider, "{\"hang\":true}");
    givesUp(provider, false);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aClientThatGivesUpOnATrickleIsSeen(boolean stream) throws Exception {
    simulator.faults(Provider.WANDB, "{\"trickle\":true,\"latencyMillis\":0}");
    var body = question(Provider.WANDB).put("stream", stream).toString();
    var reply =
        simulator
            .client()
            .send(simulator.chatRequest(Provider.WANDB, body), BodyHandlers.ofInputStream());
    assertThat(reply.statusCode()).isEqualTo(200);
    try (var bytes = reply.body()) {
      assertThat(bytes.readNBytes(2)).containsOnly(' ');
    }
    closeIsSeen(Provider.WANDB);
  }

  @Test
  void aClientThatGivesUpOnASlowAnswerIsSeen() {
    simulator.faults(Provider.OPENAI, "{\"latencyMillis\":60000}");
    givesUp(Provider.OPENAI, false);
  }

  @Test
  void aClientThatGivesUpInTheMiddleOfAStreamIsSeen() throws Exception {
    simulator.faults(Provider.CLAUDE, "{\"chunkMillis\":60000,\"latencyMillis\":0}");
    var body = question(Provider.CLAUDE).put("stream", true).toString();
    var reply =
        simulator
            .client()
            .send(simulator.chatRequest(Provider.CLAUDE, body), BodyHandlers.ofInputStream());
    try (var bytes = reply.body()) {
      assertThat(new String(bytes.readNBytes(20), java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo("event: message_start");
    }
    closeIsSeen(Provider.CLAUDE);
  }

  private static void givesUp(Provider provider, boolean stream) {
    var body = question(provider).put("stream", stream).toString();
    var call =
        simulator
            .client()
            .sendAsync(simulator.chatRequest(provider, body), BodyHandlers.ofString());
    await().until(() -> simulator.observed(provider).path("inFlight").asInt() == 1);
    call.cancel(true);
    closeIsSeen(provider);
  }

  private static void closeIsSeen(Provider provider) {
    await()
        .atMost(Duration.ofSeconds(10))
        .untilAsserted(
            () -> {
              assertThat(simulator.observed(provider).path("closedByClient").asInt()).isEqualTo(1);
              assertThat(simulator.observed(provider).path("inFlight").asInt()).isZero();
            });
  }

  @ParameterizedTest
  @CsvSource({"cut,false", "cut,true", "reset,false", "reset,true"})
  void aBrokenConnectionIsAnErrorForTheClient(String fault, boolean stream) {
    simulator.faults(Provider.GROQ, "{\"" + fault + "\":true,\"latencyMillis\":0}");
    assertThatThrownBy(
            () -> simulator.chat(Provider.GROQ, question(Provider.GROQ).put("stream", stream)))
        .isInstanceOf(UncheckedIOException.class);
    await().until(() -> simulator.observed(Provider.GROQ).path("brokenOff").asInt() >= 1);
    assertThat(simulator.observed(Provider.GROQ).path("closedByClient").asInt()).isZero();
  }

  @ParameterizedTest
  @EachProvider
  void bodiesThatAreNoAnswer(Provider provider) {
    simulator.faults(provider, "{\"truncatedJson\":true,\"latencyMillis\":0}");
    var torn = simulator.chat(provider, question(provider));
    assertThat(torn.statusCode()).isEqualTo(200);
    assertThatThrownBy(() -> json(torn)).isInstanceOf(UncheckedIOException.class);
    simulator.faults(provider, "{\"emptyBody\":true,\"latencyMillis\":0}");
    var empty = simulator.chat(provider, question(provider));
    assertThat(empty.statusCode()).isEqualTo(200);
    assertThat(empty.body()).isEmpty();
    simulator.faults(provider, "{\"html\":true,\"latencyMillis\":0}");
    var page = simulator.chat(provider, question(provider));
    assertThat(page.statusCode()).isEqualTo(502);
    assertThat(page.body()).startsWith("<html>");
  }

  @Test
  void aHugeBodyGoesOnUntilTheClientHasEnough() throws Exception {
    simulator.faults(Provider.OPENAI, "{\"hugeBody\":true,\"latencyMillis\":0}");
    var request = simulator.chatRequest(Provider.OPENAI, question(Provider.OPENAI).toString());
    var reply = simulator.client().send(request, BodyHandlers.ofInputStream());
    try (var bytes = reply.body()) {
      assertThat(bytes.skip(20_000_000)).isEqualTo(20_000_000);
    }
    closeIsSeen(Provider.OPENAI);
  }

  @ParameterizedTest
  @EachProvider
  void answersThatAreNoPlainDecision(Provider provider) {
    var decision = said(provider, "{\"latencyMillis\":0}");
    assertThat(json(decision).has("actions")).isTrue();
    assertThat(said(provider, "{\"emptyAnswer\":true}")).isEmpty();
    assertThat(said(provider, "{\"garbage\":true}")).isNotBlank().doesNotContain("{");
    assertThat(said(provider, "{\"thinkTags\":true}")).startsWith("<think>").endsWith(decision);
    assertThat(said(provider, "{\"fenced\":true}")).isEqualTo("```json\n" + decision + "\n```");
    assertThat(said(provider, "{\"chatter\":true}"))
        .contains(decision)
        .doesNotStartWith("{")
        .doesNotEndWith("}");
  }

  private static String said(Provider provider, String faults) {
    simulator.faults(provider, faults);
    var messages = Briefings.messages(5);
    var body = question(provider, messages.getFirst().content(), messages.getLast().content());
    return text(provider, json(simulator.chat(provider, body)));
  }

  @Test
  void refusalsTakeEachProvidersForm() {
    for (var provider : Providers.builtIn().inOrder()) {
      simulator.faults(provider, "{\"refusal\":true}");
      var reply = simulator.chat(provider, question(provider));
      var body = json(reply);
      assertThat(reply.statusCode()).isEqualTo(200);
      switch (provider.id()) {
        case "claude" -> {
          assertThat(body.path("stop_reason").asText()).isEqualTo("refusal");
          assertThat(body.at("/stop_details/type").asText()).isEqualTo("refusal");
        }
        case "openai" -> {
          assertThat(body.at("/choices/0/message/content").isNull()).isTrue();
          assertThat(body.at("/choices/0/message/refusal").asText()).isNotBlank();
        }
        case "wandb", "groq" ->
            assertThat(body.at("/choices/0/message/content").asText()).startsWith("I'm sorry");
        default -> throw new IllegalArgumentException(provider.id());
      }
    }
  }

  @Test
  void aboveItsLimitAProviderSaysTooMany() {
    simulator.faults(Provider.WANDB, "{\"maxInFlight\":3,\"latencyMillis\":400}");
    var calls = new ArrayList<CompletableFuture<HttpResponse<String>>>();
    for (var i = 0; i < 8; i++) {
      var request = simulator.chatRequest(Provider.WANDB, question(Provider.WANDB).toString());
      calls.add(simulator.client().sendAsync(request, BodyHandlers.ofString()));
    }
    var statuses = calls.stream().map(call -> call.join().statusCode()).sorted().toList();
    assertThat(statuses).containsExactly(200, 200, 200, 429, 429, 429, 429, 429);
    assertThat(simulator.observed(Provider.WANDB).path("maxInFlight").asInt()).isBetween(3, 8);
    assertThat(simulator.chat(Provider.WANDB, question(Provider.WANDB)).statusCode())
        .isEqualTo(200);
  }

  @Test
  void onlyLimitsWhomAFaultHits() {
    simulator.faults(Provider.GROQ, "{\"status\":500,\"only\":{\"first\":2},\"latencyMillis\":0}");
    assertThat(statuses(4)).containsExactly(500, 500, 200, 200);
    simulator.faults(Provider.GROQ, "{\"status\":500,\"only\":{\"every\":2},\"latencyMillis\":0}");
    assertThat(statuses(4)).containsExactly(200, 500, 200, 500);
  }

  private static List<Integer> statuses(int requests) {
    var statuses = new ArrayList<Integer>();
    for (var i = 0; i < requests; i++) {
      statuses.add(simulator.chat(Provider.GROQ, question(Provider.GROQ)).statusCode());
    }
    return statuses;
  }

  @ParameterizedTest
  @EachProvider
  void aStreamFailsInTheMiddle(Provider provider) {
    var request = question(provider).put("stream", true);
    simulator.faults(provider, "{\"cutAfterChunks\":2,\"latencyMillis\":0}");
    assertThatThrownBy(() -> simulator.chat(provider, request))
        .isInstanceOf(UncheckedIOException.class)
        .hasCauseInstanceOf(IOException.class);
    simulator.faults(provider, "{\"errorAfterChunks\":1,\"latencyMillis\":0}");
    var reply = simulator.chat(provider, request);
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.body())
        .contains("This is a")
        .doesNotContain("[DONE]")
        .contains(
            provider.equals(Provider.CLAUDE)
                ? "event: error\ndata: {\"type\":\"error\""
                : "\"error\":");
  }

  @ParameterizedTest
  @EachProvider
  void anErrorInsideA200SaysItsStatus(Provider provider) {
    simulator.faults(provider, "{\"errorInside\":429,\"latencyMillis\":0}");
    var whole = simulator.chat(provider, question(provider));
    var streamed = simulator.chat(provider, question(provider).put("stream", true)).body();
    assertThat(whole.statusCode()).isEqualTo(200);
    if (provider.equals(Provider.CLAUDE)) {
      assertThat(json(whole).at("/error/type").asText()).isEqualTo("rate_limit_error");
      assertThat(streamed).startsWith("event: error\ndata: {\"type\":\"error\"");
    } else {
      assertThat(json(whole).at("/error/code").isInt()).isTrue();
      assertThat(streamed).startsWith("data: {\"error\":").contains("429").endsWith("[DONE]\n\n");
    }
  }

  @ParameterizedTest
  @EachProvider
  void anAnswerEndsForTheReasonThatIsAskedFor(Provider provider) {
    var field = provider.equals(Provider.CLAUDE) ? "stop_reason" : "finish_reason";
    simulator.faults(provider, "{\"finishReason\":\"abort\",\"latencyMillis\":0}");
    assertThat(json(simulator.chat(provider, question(provider))).findValue(field).asText())
        .isEqualTo("abort");
    assertThat(simulator.chat(provider, question(provider).put("stream", true)).body())
        .contains("\"" + field + "\":\"abort\"");
    simulator.faults(provider, "{\"unfinished\":true,\"latencyMillis\":0}");
    assertThat(json(simulator.chat(provider, question(provider))).findValue(field).isNull())
        .isTrue();
    assertThat(simulator.chat(provider, question(provider).put("stream", true)).body())
        .doesNotContain("\"" + field + "\":\"");
  }

  @Test
  void onlyTheLastOfSeveralChoicesDoesNotFinish() {
    simulator.faults(Provider.OPENAI, "{\"unfinished\":true,\"latencyMillis\":0}");
    var choices =
        json(simulator.chat(Provider.OPENAI, question(Provider.OPENAI).put("n", 2)))
            .path("choices");
    assertThat(choices.path(0).path("finish_reason").asText()).isEqualTo("stop");
    assertThat(choices.path(1).path("finish_reason").isNull()).isTrue();
  }

  @ParameterizedTest
  @EachProvider
  void countsThatCannotBeAndLooseFormats(Provider provider) {
    simulator.faults(provider, "{\"wrongUsage\":true,\"latencyMillis\":0}");
    for (var stream : new boolean[] {false, true}) {
      var request = question(provider).put("stream", stream);
      if (stream && !provider.equals(Provider.CLAUDE)) {
        request.putObject("stream_options").put("include_usage", true);
      }
      assertThat(simulator.chat(provider, request).body())
          .contains("_tokens\":-1", "_tokens\":1E+400");
    }
    simulator.faults(provider, "{\"looseFormat\":true,\"latencyMillis\":0}");
    assertThat(simulator.chat(provider, question(provider)).body()).startsWith("\uFEFF{");
    assertThat(simulator.chat(provider, question(provider).put("stream", true)).body())
        .contains("data: : keepalive\n\n", "event: heartbeat");
  }

  @Test
  void latencyIsWhatIsAskedFor() {
    simulator.faults(Provider.WANDB, "{\"latencyMillis\":300,\"firstChunkMillis\":200}");
    var start = System.nanoTime();
    simulator.chat(Provider.WANDB, question(Provider.WANDB).put("stream", true));
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(490));
  }

  @Test
  void faultsAreShownReplacedAndCleared() {
    simulator.putFaults("{\"wandb\":{\"hang\":true}}");
    simulator.putFaults("{\"groq\":{\"html\":true}}");
    var shown = simulator.send(simulator.to("/simulator/faults").GET().build());
    assertThat(json(shown)).isEqualTo(json("{\"groq\":{\"html\":true}}"));
    var cleared = simulator.send(simulator.to("/simulator/faults").DELETE().build());
    assertThat(cleared.statusCode()).isEqualTo(204);
    assertThat(simulator.chat(Provider.GROQ, question(Provider.GROQ)).statusCode()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[];body",
        "{;body",
        "{\"wanda\":{}};wanda",
        "{\"wandb\":3};wandb",
        "{\"wandb\":{\"hangs\":true}};wandb.hangs",
        "{\"wandb\":{\"hang\":\"yes\"}};wandb.hang",
        "{\"wandb\":{\"hang\":true,\"reset\":true}};wandb.reset",
        "{\"wandb\":{\"status\":200}};wandb.status",
        "{\"wandb\":{\"errorInside\":200}};wandb.errorInside",
        "{\"wandb\":{\"finishReason\":7}};wandb.finishReason",
        "{\"wandb\":{\"status\":429,\"variant\":\"odd\"}};wandb.variant",
        "{\"wandb\":{\"variant\":\"rate\"}};wandb.variant",
        "{\"wandb\":{\"retryAfterSeconds\":2}};wandb.retryAfterSeconds",
        "{\"wandb\":{\"tokensPerMinute\":2}};wandb.tokensPerMinute",
        "{\"groq\":{\"latencyMillis\":-1}};groq.latencyMillis",
        "{\"groq\":{\"maxInFlight\":1.5}};groq.maxInFlight",
        "{\"groq\":{\"only\":{\"first\":0}}};groq.only.first",
        "{\"groq\":{\"only\":{\"last\":1}}};groq.only",
        "{\"groq\":{\"only\":3}};groq.only",
        "{\"openai\":{\"cutAfterChunks\":1,\"errorAfterChunks\":1}};openai.errorAfterChunks"
      })
  void whatCannotBeTakenIsNamedAndChangesNothing(String body, String field) {
    simulator.putFaults("{\"groq\":{\"html\":true}}");
    var reply = simulator.putFaults(body);
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(reply.headers().firstValue("content-type")).hasValue("application/problem+json");
    assertThat(json(reply).at("/violations/0/field").asText()).isEqualTo(field);
    assertThat(json(reply).path("detail").asText()).startsWith(field);
    var shown = simulator.send(simulator.to("/simulator/faults").GET().build());
    assertThat(json(shown).has("groq")).isTrue();
  }
}
