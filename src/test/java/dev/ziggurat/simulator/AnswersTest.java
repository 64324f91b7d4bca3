package dev.ziggurat.simulator;

import static dev.ziggurat.simulator.StandAlone.json;
import static dev.ziggurat.simulator.StandAlone.question;
import static dev.ziggurat.simulator.StandAlone.text;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.EachProvider;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.simulator.agent.AgentPolicy;
import dev.ziggurat.simulator.agent.Briefings;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.params.ParameterizedTest;

@Execution(ExecutionMode.CONCURRENT)
@ResourceLock("AnswersTest")
class AnswersTest {

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
    simulator.putFaults(
        "{\"wandb\":{\"latencyMillis\":0},\"groq\":{\"latencyMillis\":0},"
            + "\"claude\":{\"latencyMillis\":0},\"openai\":{\"latencyMillis\":0}}");
  }

  @Test
  void wandbAnswersWithReasoningAndWithoutRateHeaders() {
    var reply = simulator.chat(Provider.WANDB, question(Provider.WANDB));
    var body = json(reply);
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(reply.headers().firstValue("content-type")).hasValue("application/json");
    assertThat(reply.headers().map().keySet())
        .noneMatch(name -> name.contains("ratelimit") || name.equals("retry-after"));
    assertThat(body.path("object").asText()).isEqualTo("chat.completion");
    assertThat(body.path("created").asLong()).isEqualTo(StandAlone.NOW.getEpochSecond());
    assertThat(body.at("/choices/0/message/reasoning").asText()).isNotBlank();
    assertThat(body.at("/choices/0/message/tool_calls").isArray()).isTrue();
    assertThat(body.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
    assertThat(body.at("/usage/prompt_tokens_details/cached_tokens").isNumber()).isTrue();
    assertThat(body.at("/usage/total_tokens").asLong())
        .isEqualTo(
            body.at("/usage/prompt_tokens").asLong()
                + body.at("/usage/completion_tokens").asLong());
  }

  @Test
  void wandbServesFineTunedModelsByArtifact() {
    var name = "wandb-artifact:///team/project/name:v1";
    var reply = simulator.chat(Provider.WANDB, question(Provider.WANDB).put("model", name));
    assertThat(reply.statusCode()).isEqualTo(200);
    assertThat(json(reply).path("model").asText()).isEqualTo(name);
  }

  @Test
  void groqAnnouncesLimitsAndTimes() {
    var reply = simulator.chat(Provider.GROQ, question(Provider.GROQ));
    var body = json(reply);
    for (var kind : List.of("limit", "remaining", "reset")) {
      for (var unit : List.of("requests", "tokens")) {
        assertThat(reply.headers().firstValue("x-ratelimit-" + kind + "-" + unit)).isPresent();
      }
    }
    assertThat(reply.headers().firstValue("retry-after")).isEmpty();
    assertThat(body.at("/usage/total_time").isFloatingPointNumber()).isTrue();
    assertThat(body.at("/usage/completion_tokens_details/reasoning_tokens").asLong()).isPositive();
    assertThat(body.at("/x_groq/id").asText()).startsWith("req_");
    assertThat(body.path("service_tier").asText()).isEqualTo("on_demand");
  }

  @Test
  void theTierThatIsAskedForIsTheOneThatServes() {
    for (var tier : List.of("flex", "priority")) {
      var question = question(Provider.OPENAI).put("service_tier", tier);
      assertThat(json(simulator.chat(Provider.OPENAI, question)).path("service_tier").asText())
          .isEqualTo(tier);
      var stream = simulator.chat(Provider.OPENAI, question.put("stream", true)).body();
      assertThat(stream).contains("\"service_tier\":\"" + tier + "\"");
    }
    var auto = question(Provider.OPENAI).put("service_tier", "auto");
    assertThat(json(simulator.chat(Provider.OPENAI, auto)).path("service_tier").asText())
        .isEqualTo("default");
    var groq = question(Provider.GROQ).put("service_tier", "flex");
    assertThat(json(simulator.chat(Provider.GROQ, groq)).path("service_tier").asText())
        .isEqualTo("flex");
  }

  @Test
  void claudeThinksBeforeItSpeaks() {
    var reply = simulator.chat(Provider.CLAUDE, question(Provider.CLAUDE));
    var body = json(reply);
    assertThat(body.at("/content/0/type").asText()).isEqualTo("thinking");
    assertThat(body.at("/content/0/thinking").asText()).isEmpty();
    assertThat(body.at("/content/1/type").asText()).isEqualTo("text");
    assertThat(body.path("stop_reason").asText()).isEqualTo("end_turn");
    assertThat(body.path("id").asText()).startsWith("msg_");
    assertThat(body.at("/usage/output_tokens_details/thinking_tokens").asLong()).isPositive();
    assertThat(reply.headers().firstValue("request-id")).isPresent();
    for (var unit : List.of("requests", "tokens", "input-tokens", "output-tokens")) {
      assertThat(reply.headers().firstValue("anthropic-ratelimit-" + unit + "-remaining"))
          .isPresent();
      assertThat(reply.headers().firstValue("anthropic-ratelimit-" + unit + "-reset"))
          .hasValue("2026-11-20T10:15:01Z");
    }
  }

  @Test
  void openAiEchoesTheDatedModel() {
    var reply = simulator.chat(Provider.OPENAI, question(Provider.OPENAI));
    var body = json(reply);
    assertThat(body.path("model").asText()).isEqualTo("gpt-4o-mini-2024-07-18");
    assertThat(body.at("/choices/0/message/refusal").isNull()).isTrue();
    assertThat(reply.headers().firstValue("openai-version")).hasValue("2020-10-01");
    for (var header :
        List.of(
            "x-request-id",
            "openai-organization",
            "openai-processing-ms",
            "x-ratelimit-remaining-tokens",
            "x-ratelimit-reset-requests")) {
      assertThat(reply.headers().firstValue(header)).isPresent();
    }
  }

  @Test
  void theSameGameEvolvesWhoeverAnswers() {
    var messages = Briefings.messages(3);
    var decision = new AgentPolicy(1).decide(messages).orElseThrow();
    for (var provider : Providers.builtIn().inOrder()) {
      var body = question(provider, messages.getFirst().content(), messages.getLast().content());
      assertThat(text(provider, json(simulator.chat(provider, body)))).isEqualTo(decision);
    }
    var other =
        question(Provider.WANDB, messages.getFirst().content(), messages.getLast().content());
    other.put("model", "ibm-granite/granite-4.2-8b");
    assertThat(text(Provider.WANDB, json(simulator.chat(Provider.WANDB, other))))
        .isEqualTo(decision);
  }

  @Test
  void aForeignSchemaGetsItsSmallestInstance() {
    var schema =
        """
        {"type":"object","additionalProperties":false,"required":["verdict","why","kind","list"],
         "properties":{"verdict":{"type":"boolean"},"why":{"type":["string","null"]},
          "kind":{"enum":["a","b"]},"list":{"type":"array","items":{"$ref":"#/$defs/x"},"minItems":1}},
         "$defs":{"x":{"anyOf":[{"type":"integer","minimum":3},{"type":"null"}]}}}
        """;
    var expected = json("{\"verdict\":false,\"why\":\"\",\"kind\":\"a\",\"list\":[3]}");
    for (var provider : Providers.builtIn().inOrder()) {
      var body = question(provider);
      if (provider.equals(Provider.CLAUDE)) {
        // It takes no limits of numbers.
        body.putObject("output_config")
            .putObject("format")
            .put("type", "json_schema")
            .set("schema", json(schema.replace(",\"minimum\":3", "")));
      } else {
        body.putObject("response_format")
            .put("type", "json_schema")
            .putObject("json_schema")
            .put("name", "verdict")
            .put("strict", true)
            .set("schema", json(schema));
      }
      var reply = simulator.chat(provider, body);
      assertThat(reply.statusCode()).as(reply.body()).isEqualTo(200);
      assertThat(json(text(provider, json(reply))))
          .isEqualTo(
              provider.equals(Provider.CLAUDE)
                  ? json(expected.toString().replace("[3]", "[0]"))
                  : expected);
    }
  }

  @Test
  void aSmallBudgetEndsTheAnswer() {
    var reply =
        json(simulator.chat(Provider.OPENAI, question(Provider.OPENAI).put("max_tokens", 5)));
    assertThat(reply.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    assertThat(reply.at("/choices/0/message/content").asText()).hasSize(20);
    var thought =
        json(simulator.chat(Provider.WANDB, question(Provider.WANDB).put("max_tokens", 8)));
    assertThat(thought.at("/choices/0/message/content").asText()).isEmpty();
    assertThat(thought.at("/choices/0/finish_reason").asText()).isEqualTo("length");
  }

  @Test
  void streamsCarryTheSameTextAsWholeAnswers() {
    for (var provider : Providers.builtIn().inOrder()) {
      var whole = text(provider, json(simulator.chat(provider, question(provider))));
      var reply = simulator.chat(provider, question(provider).put("stream", true));
      assertThat(reply.headers().firstValue("content-type").orElseThrow())
          .startsWith("text/event-stream");
      assertThat(streamed(provider, events(reply))).isEqualTo(whole);
    }
  }

  @Test
  void wandbStreamsEndWithUsage() {
    var reply = simulator.chat(Provider.WANDB, question(Provider.WANDB).put("stream", true));
    var events = events(reply);
    assertThat(events.getFirst().at("/choices/0/delta/role").asText()).isEqualTo("assistant");
    assertThat(events.get(1).at("/choices/0/delta/reasoning").asText()).isNotBlank();
    assertThat(events.getLast().path("choices").isEmpty()).isTrue();
    assertThat(events.getLast().at("/usage/total_tokens").asLong()).isPositive();
    assertThat(reply.body()).endsWith("data: [DONE]\n\n");
    simulator.faults(Provider.WANDB, "{\"withoutUsage\":true}");
    assertThat(simulator.chat(Provider.WANDB, question(Provider.WANDB).put("stream", true)).body())
        .endsWith("data: [DONE]\n\n")
        .doesNotContain("usage");
  }

  @Test
  void groqStreamsCarryXGroqFirstAndLast() {
    var events = events(simulator.chat(Provider.GROQ, question(Provider.GROQ).put("stream", true)));
    assertThat(events.getFirst().at("/x_groq/id").asText()).startsWith("req_");
    assertThat(events.getLast().at("/x_groq/usage/total_tokens").asLong()).isPositive();
    assertThat(events.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
  }

  @Test
  void claudeStreamsNamedEventsInOrder() {
    var reply = simulator.chat(Provider.CLAUDE, question(Provider.CLAUDE).put("stream", true));
    var kinds =
        events(reply).stream().map(event -> event.path("type").asText()).distinct().toList();
    assertThat(kinds)
        .containsExactly(
            "message_start",
            "content_block_start",
            "content_block_delta",
            "content_block_stop",
            "ping",
            "message_delta",
            "message_stop");
    assertThat(reply.body()).startsWith("event: message_start\ndata: ").doesNotContain("[DONE]");
  }

  @Test
  void openAiStreamsUsageOnlyWhenAsked() {
    var plain = simulator.chat(Provider.OPENAI, question(Provider.OPENAI).put("stream", true));
    assertThat(plain.body()).doesNotContain("usage");
    var asking = question(Provider.OPENAI).put("stream", true);
    asking.putObject("stream_options").put("include_usage", true);
    var events = events(simulator.chat(Provider.OPENAI, asking));
    assertThat(events.subList(0, events.size() - 1))
        .allMatch(event -> event.path("usage").isNull());
    assertThat(events.getLast().at("/usage/total_tokens").asLong()).isPositive();
  }

  @Test
  void modelsListsHaveTheirOwnShapes() {
    var wandb = json(simulator.get(Provider.WANDB, "/models"));
    assertThat(wandb.path("data"))
        .isNotEmpty()
        .allMatch(model -> model.path("created").asInt(-1) == 0 && model.has("root"));
    assertThat(ids(json(simulator.get(Provider.GROQ, "/models"))))
        .contains("openai/gpt-oss-120b")
        .doesNotContain("llama-3.3-70b-versatile");
    var claude = json(simulator.get(Provider.CLAUDE, "/v1/models"));
    assertThat(claude.path("first_id").asText()).isEqualTo("claude-sonnet-5-5");
    assertThat(claude.path("has_more").asBoolean(true)).isFalse();
    var openAi = json(simulator.get(Provider.OPENAI, "/models"));
    assertThat(ids(openAi)).contains("gpt-4o-mini", "gpt-6-luna");
    assertThat(openAi.path("data"))
        .allMatch(model -> model.has("shutdown_date"))
        .anyMatch(model -> model.path("shutdown_date").asText().equals("2027-01-14"));
    assertThat(json(simulator.get(Provider.GROQ, "/models/openai/gpt-oss-20b")).path("id").asText())
        .isEqualTo("openai/gpt-oss-20b");
  }

  @ParameterizedTest
  @EachProvider
  void idsDifferAndBelongToTheSeed(Provider provider) {
    var ids = new HashSet<String>();
    for (var i = 0; i < 5; i++) {
      ids.add(json(simulator.chat(provider, question(provider))).path("id").asText());
    }
    assertThat(ids).hasSize(5);
    try (var one = new StandAlone(9);
        var other = new StandAlone(9)) {
      assertThat(json(one.chat(provider, question(provider))).path("id"))
          .isEqualTo(json(other.chat(provider, question(provider))).path("id"));
    }
  }

  private static List<String> ids(JsonNode models) {
    var ids = new ArrayList<String>();
    models.path("data").forEach(model -> ids.add(model.path("id").asText()));
    return ids;
  }

  private static List<JsonNode> events(HttpResponse<String> reply) {
    return reply
        .body()
        .lines()
        .filter(line -> line.startsWith("data: ") && !line.equals("data: [DONE]"))
        .map(line -> json(line.substring(6)))
        .toList();
  }

  private static String streamed(Provider provider, List<JsonNode> events) {
    var text = new StringBuilder();
    var path = provider.equals(Provider.CLAUDE) ? "/delta/text" : "/choices/0/delta/content";
    events.forEach(event -> text.append(event.at(path).asText("")));
    return text.toString();
  }
}
