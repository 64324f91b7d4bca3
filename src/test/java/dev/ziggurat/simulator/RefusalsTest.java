package dev.ziggurat.simulator;

import static dev.ziggurat.simulator.StandAlone.json;
import static dev.ziggurat.simulator.StandAlone.question;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.EachProvider;
import dev.ziggurat.llm.Provider;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a provider refuses of a request, in its own words. */
class RefusalsTest {

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

  @Test
  void wandbWithoutKeyAnswersWithTheExactBody() {
    var reply =
        simulator.send(
            simulator
                .to("/simulator/wandb/v1/chat/completions")
                .POST(BodyPublishers.ofString(question(Provider.WANDB).toString()))
                .build());
    assertThat(reply.statusCode()).isEqualTo(401);
    assertThat(reply.body())
        .isEqualTo(
            "{\"error\":{\"code\":\"invalid_api_key\",\"message\":\"Missing bearer authentication"
                + " in header\",\"type\":\"invalid_request_error\"}}");
  }

  @Test
  void modelsListsNeedTheKeyToo() {
    for (var provider : List.of(Provider.WANDB, Provider.GROQ, Provider.OPENAI)) {
      var path = Simulator.basePath(provider) + "/models";
      assertThat(simulator.send(simulator.to(path).GET().build()).statusCode()).isEqualTo(401);
      var wrong = simulator.to(path).header("Authorization", "Bearer wrong-key").GET().build();
      assertThat(simulator.send(wrong).statusCode()).isEqualTo(401);
    }
    var wrongClaude =
        simulator
            .to("/simulator/claude/v1/models")
            .header("x-api-key", "wrong-key")
            .header("anthropic-version", "2023-06-01");
    assertThat(json(simulator.send(wrongClaude.GET().build())).at("/error/message").asText())
        .isEqualTo("invalid x-api-key");
    var claude = simulator.to("/simulator/claude/v1/models");
    var bearer = claude.header("Authorization", "Bearer any").GET().build();
    assertThat(json(simulator.send(bearer)).at("/error/type").asText())
        .isEqualTo("authentication_error");
  }

  @Test
  void claudeWantsItsVersionHeader() {
    var reply =
        simulator.send(
            simulator.to("/simulator/claude/v1/models").header("x-api-key", "k").GET().build());
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(json(reply).at("/error/message").asText()).contains("anthropic-version");
    assertThat(json(reply).path("request_id").asText())
        .isEqualTo(reply.headers().firstValue("request-id").orElseThrow());
  }

  @Test
  void wandbTakesAProjectOnlyAsTeamAndName() {
    var models = "/models";
    var right = simulator.to(Provider.WANDB, models).header("OpenAI-Project", "team/project");
    var wrong = simulator.to(Provider.WANDB, models).header("OpenAI-Project", "project");
    assertThat(simulator.send(right.GET().build()).statusCode()).isEqualTo(200);
    assertThat(simulator.send(wrong.GET().build()).statusCode()).isEqualTo(401);
    var openAi = simulator.to(Provider.OPENAI, models).header("OpenAI-Project", "team/project");
    assertThat(simulator.send(openAi.GET().build()).statusCode()).isEqualTo(401);
  }

  @ParameterizedTest
  @CsvSource({
    "wandb,no-such-model",
    "wandb,openai/GPT-OSS-120b",
    "wandb,wandb-artifact://team/project/name:v1",
    "groq,llama-3.3-70b-versatile",
    "groq,llama-3.1-8b-instant",
    "claude,claude-3-5-sonnet-20241022",
    "claude,claude-sonnet-4",
    "openai,gpt-3.5-turbo",
    "openai,openai/gpt-oss-120b"
  })
  void unknownAndShutDownModelsAreNotFound(Provider provider, String model) {
    var reply = simulator.chat(provider, question(provider).put("model", model));
    assertThat(reply.statusCode()).isEqualTo(404);
    var text = json(reply).at("/error/message").asText();
    switch (provider.id()) {
      case "wandb" -> assertThat(text).isEqualTo("The requested resource was not found");
      case "claude" -> assertThat(text).isEqualTo("model: " + model);
      case "groq", "openai" -> {
        assertThat(text).contains("`" + model + "` does not exist");
        assertThat(json(reply).at("/error/code").asText()).isEqualTo("model_not_found");
      }
      default -> throw new IllegalArgumentException(provider.id());
    }
  }

  @ParameterizedTest
  @EachProvider
  void malformedUnknownAndTooLarge(Provider provider) {
    var malformed = simulator.send(simulator.chatRequest(provider, "{\"model\": "));
    assertThat(malformed.statusCode()).isEqualTo(400);
    assertThat(json(malformed).at("/error/message").asText()).isNotBlank();
    var empty = simulator.send(simulator.chatRequest(provider, ""));
    assertThat(empty.statusCode()).isIn(400, 422);
    assertThat(simulator.get(provider, "/v1/embeddings").statusCode()).isEqualTo(404);
    var chat = provider.equals(Provider.CLAUDE) ? "/v1/messages" : "/chat/completions";
    var wrongMethod = simulator.get(provider, chat);
    assertThat(wrongMethod.statusCode()).isEqualTo(405);
    assertThat(wrongMethod.headers().firstValue("allow")).hasValue("POST");
    var huge = question(provider, "s", "x".repeat(5 * 1024 * 1024));
    assertThat(simulator.chat(provider, huge).statusCode()).isEqualTo(413);
  }

  @Test
  void wandbNamesTheParameterInDetail() {
    var reply = refused(Provider.WANDB, 422, body -> body.put("logprobs", true));
    assertThat(json(reply).at("/detail/0/loc/1").asText()).isEqualTo("logprobs");
    var missing = refused(Provider.WANDB, 422, body -> body.remove("messages"));
    assertThat(json(missing).at("/detail/0/loc/1").asText()).isEqualTo("messages");
    refused(Provider.WANDB, 422, body -> body.put("temperature", 3));
    refused(Provider.WANDB, 422, body -> body.put("stream", "yes"));
    refused(Provider.WANDB, 422, body -> body.put("max_tokens", 0));
  }

  @Test
  void groqRefusesWhatItDoesNotSupport() {
    refused(Provider.GROQ, 400, body -> body.put("n", 2));
    refused(Provider.GROQ, 400, body -> body.put("logprobs", true));
    refused(Provider.GROQ, 400, body -> body.put("presence_penalty", 1));
    refused(
        Provider.GROQ,
        400,
        body -> schema(body.put("model", "qwen/qwen3.6-27b"), "{\"type\":\"object\"}"));
    refused(
        Provider.GROQ, 400, body -> body.putObject("response_format").put("type", "json_object"));
    refused(Provider.GROQ, 400, body -> schema(body, "{\"type\":\"object\"}"));
  }

  @Test
  void groqCountsTheBudgetAgainstTheMinute() {
    simulator.faults(Provider.GROQ, "{\"tokensPerMinute\":8000}");
    var reply = refused(Provider.GROQ, 413, body -> body.put("max_completion_tokens", 9000));
    assertThat(json(reply).at("/error/code").asText()).isEqualTo("rate_limit_exceeded");
    assertThat(json(reply).at("/error/message").asText()).contains("Limit 8000, Requested 90");
    var small =
        simulator.chat(Provider.GROQ, question(Provider.GROQ).put("max_completion_tokens", 500));
    assertThat(small.headers().firstValue("x-ratelimit-limit-tokens")).hasValue("8000");
  }

  @Test
  void claudeHoldsRequestsToTheModelsRules() {
    refused(Provider.CLAUDE, 400, body -> body.remove("max_tokens"));
    refused(Provider.CLAUDE, 400, body -> body.put("temperature", 0.5));
    refused(Provider.CLAUDE, 400, body -> body.put("top_k", 5));
    refused(Provider.CLAUDE, 400, body -> body.putObject("thinking").put("type", "disabled"));
    refused(Provider.CLAUDE, 400, body -> body.putObject("tool_choice").put("type", "any"));
    refused(Provider.CLAUDE, 400, body -> body.put("max_tokens", 200_000));
    refused(Provider.CLAUDE, 400, body -> speak(body, "assistant", "{"));
    refused(
        Provider.CLAUDE,
        400,
        body -> body.putArray("messages").addObject().put("role", "system").put("content", "x"));
    var older = question(Provider.CLAUDE).put("model", "claude-haiku-4-5").put("temperature", 0.5);
    assertThat(simulator.chat(Provider.CLAUDE, older).statusCode()).isEqualTo(200);
  }

  @Test
  void openAiHoldsReasoningModelsToTheirRules() {
    var tokens = refused(Provider.OPENAI, 400, body -> luna(body).put("max_tokens", 100));
    assertThat(json(tokens).at("/error/code").asText()).isEqualTo("unsupported_parameter");
    var temperature = refused(Provider.OPENAI, 400, body -> luna(body).put("temperature", 0.7));
    assertThat(json(temperature).at("/error/code").asText()).isEqualTo("unsupported_value");
    assertThat(json(temperature).at("/error/param").asText()).isEqualTo("temperature");
    refused(Provider.OPENAI, 400, body -> luna(body).putArray("tools").addObject());
    refused(
        Provider.OPENAI,
        400,
        body -> schema(body, "{\"type\":\"object\",\"properties\":{\"a\":{}}}"));
    var fine = luna(question(Provider.OPENAI)).put("max_completion_tokens", 100);
    assertThat(simulator.chat(Provider.OPENAI, fine).statusCode()).isEqualTo(200);
  }

  private static final String CALL =
      "\"tool_calls\": [{\"id\": \"%s\", \"type\": \"function\", \"function\": {\"name\": \"f\", \"arguments\": \"{}\"}%s}]";

  /** A conversation whose earlier answer has these fields. */
  private static void echo(ObjectNode body, String fields) {
    body.withArray("messages")
        .add(json("{\"role\": \"assistant\", " + fields + "}"))
        .add(json("{\"role\": \"user\", \"content\": \"Go on\"}"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "\"content\": \"x\", \"tool_calls\": []|messages[2].tool_calls|empty_array",
        "\"content\": \"x\", \"reasoning_content\": \"r\"|messages[2].reasoning_content|unknown_parameter",
        "\"content\": []|messages[2].content|empty_array",
        "\"content\": null|messages[2].content|invalid_type"
      })
  void openAiNamesWhatItDoesNotTakeOfAnEarlierAnswer(String fields, String param, String code) {
    var error = json(refused(Provider.OPENAI, 400, body -> echo(body, fields))).path("error");
    assertThat(error.path("param").asText()).isEqualTo(param);
    assertThat(error.path("code").asText()).isEqualTo(code);
  }

  @Test
  void openAiRefusesLongIdsAndEmptyLists() {
    refused(Provider.OPENAI, 400, body -> echo(body, CALL.formatted("x".repeat(41), "")));
    refused(Provider.OPENAI, 400, body -> echo(body, CALL.formatted("x", ", \"index\": 0")));
    var tools = json(refused(Provider.OPENAI, 400, body -> body.putArray("tools")));
    assertThat(tools.at("/error/code").asText()).isEqualTo("empty_array");
    var word =
        refused(
            Provider.OPENAI,
            400,
            body -> body.putObject("response_format").put("type", "json_object"));
    assertThat(json(word).at("/error/message").asText())
        .endsWith("to use 'response_format' of type 'json_object'.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"content\": \"x\", \"annotations\": []",
        "\"content\": \"x\", \"reasoning_content\": \"r\"",
        "\"content\": \"x\", \"refusal\": null",
        "\"content\": \"x\", \"tool_calls\": []",
        "\"content\": [{\"type\": \"text\", \"text\": \"x\"}]"
      })
  void groqTakesNoForeignFieldsOfAnEarlierAnswer(String fields) {
    refused(Provider.GROQ, 400, body -> echo(body, fields));
  }

  @Test
  void claudeTakesNoBlankTextsRepeatedIdsOrNamesOfPeople() {
    refused(Provider.CLAUDE, 400, body -> echo(body, "\"content\": \" \\n\""));
    refused(Provider.CLAUDE, 400, body -> body.put("system", " \n"));
    refused(
        Provider.CLAUDE, 400, body -> body.putObject("metadata").put("user_id", "who@example.com"));
    var use =
        "\"content\": [{\"type\": \"tool_use\", \"id\": \"a\", \"name\": \"f\", \"input\": {}}]";
    var result =
        "{\"role\": \"user\", \"content\": [{\"type\": \"tool_result\", \"tool_use_id\": \"a\"}]}";
    var turn = json("[{\"role\": \"assistant\", " + use + "}, " + result + "]");
    var body = question(Provider.CLAUDE);
    turn.forEach(body.withArray("messages")::add);
    assertThat(simulator.chat(Provider.CLAUDE, body).statusCode()).isEqualTo(200);
    turn.forEach(body.withArray("messages")::add);
    var reply = simulator.chat(Provider.CLAUDE, body);
    assertThat(reply.statusCode()).isEqualTo(400);
    assertThat(json(reply).at("/error/message").asText()).contains("ids must be unique");
  }

  @Test
  void tooLongForTheModelIsSaidSo() {
    var text = "word ".repeat(130_000);
    assertThat(
            json(simulator.chat(Provider.OPENAI, question(Provider.OPENAI, "s", text)))
                .at("/error/code")
                .asText())
        .isEqualTo("context_length_exceeded");
    assertThat(
            json(simulator.chat(Provider.WANDB, question(Provider.WANDB, "s", text)))
                .at("/error/message")
                .asText())
        .contains("maximum context length is 131072");
    var haiku = question(Provider.CLAUDE, "s", text.repeat(2)).put("model", "claude-haiku-4-5");
    assertThat(json(simulator.chat(Provider.CLAUDE, haiku)).at("/error/message").asText())
        .startsWith("prompt is too long");
  }

  private static HttpResponse<String> refused(
      Provider provider, int status, Consumer<ObjectNode> change) {
    var body = question(provider);
    change.accept(body);
    var reply = simulator.chat(provider, body);
    assertThat(reply.statusCode()).as(body + " -> " + reply.body()).isEqualTo(status);
    return reply;
  }

  private static ObjectNode luna(ObjectNode body) {
    return body.put("model", "gpt-6-luna");
  }

  private static void speak(ObjectNode body, String role, String content) {
    body.withArray("messages").addObject().put("role", role).put("content", content);
  }

  private static void schema(ObjectNode body, String schema) {
    body.putObject("response_format")
        .put("type", "json_schema")
        .putObject("json_schema")
        .put("name", "x")
        .put("strict", true)
        .set("schema", json(schema));
  }
}
