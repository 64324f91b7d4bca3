package dev.ziggurat.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.AnnouncedLimits;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.UpstreamModel;
import dev.ziggurat.provider.Headers;
import dev.ziggurat.provider.ProviderExchange.Answer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

/** For any conversation and answer: Claude's rules are kept, and no content is lost. */
class TranslationPropertyTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final UpstreamModel SONNET =
      new UpstreamModel(
          "claude-sonnet-5-5",
          1_000_000,
          128_000,
          Set.of(Capability.JSON_SCHEMA, Capability.TOOLS, Capability.REASONING));

  @Property(tries = 300)
  void conversationFollowsClaudesRulesAndKeepsAllContent(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 8) int rounds)
      throws JsonProcessingException {
    var talk = new Conversation(new Random(seed));
    for (var round = 0; round < rounds; round++) {
      talk.round();
    }
    var body = JSON.createObjectNode();
    body.set("messages", talk.messages);
    var request = new ForwardedRequest(body, 100, Optional.empty());
    var written = JSON.readTree(ForwardTranslation.write(request, SONNET));

    var sentTexts = new ArrayList<String>();
    var open = new LinkedHashSet<String>();
    var used = new LinkedHashSet<String>();
    var before = "assistant";
    for (var message : written.path("messages")) {
      var role = message.path("role").asText();
      assertThat(role).isNotEqualTo(before);
      before = role;
      assertThat(message.path("content")).isNotEmpty();
      for (var block : message.path("content")) {
        switch (block.path("type").asText()) {
          case "text" -> {
            assertThat(open).isEmpty();
            assertThat(block.path("text").asText()).isNotEmpty();
            sentTexts.add(block.path("text").asText());
          }
          case "tool_result" -> {
            assertThat(open.remove(block.path("tool_use_id").asText())).isTrue();
            block.path("content").forEach(text -> sentTexts.add(text.path("text").asText()));
          }
          case "tool_use" -> {
            assertThat(block.path("id").asText()).matches("[a-zA-Z0-9_-]+");
            sentTexts.add(block.path("input").toString());
          }
          default -> throw new AssertionError(block);
        }
      }
      for (var block : message.path("content")) {
        if (block.path("type").asText().equals("tool_use")) {
          assertThat(used.add(block.path("id").asText())).isTrue();
          open.add(block.path("id").asText());
        }
      }
    }
    assertThat(before).isEqualTo("user");
    assertThat(sentTexts).isEqualTo(talk.sentTexts);
    assertThat(written.path("system").asText("")).isEqualTo(String.join("\n\n", talk.instructed));
  }

  /** A conversation that is valid for OpenAI's API. */
  private static final class Conversation {

    private final Random random;
    private final ArrayNode messages = JSON.createArrayNode();
    private final List<String> sentTexts = new ArrayList<>();
    private final List<String> instructed = new ArrayList<>();

    private Conversation(Random random) {
      this.random = random;
    }

    private void round() {
      if (!messages.isEmpty()) {
        assistant();
      }
      if (random.nextInt(4) == 0) {
        var text = text();
        instructed.add(text);
        messages
            .addObject()
            .put("role", random.nextBoolean() ? "system" : "developer")
            .put("content", text);
      }
      for (var times = random.nextInt(2); times >= 0; times--) {
        speak("user");
      }
    }

    private void assistant() {
      var answers = new ArrayList<String>();
      if (random.nextBoolean()) {
        var message = messages.addObject().put("role", "assistant");
        message.putNull("content");
        for (var times = random.nextInt(3); times >= 0; times--) {
          // Some models number the calls of each turn anew.
          var id = "functions.f:" + times;
          answers.add(id);
          var arguments = random.nextBoolean() ? "{\"x\":" + random.nextInt(9) + "}" : "{}";
          sentTexts.add(arguments);
          message
              .withArray("tool_calls")
              .addObject()
              .put("id", id)
              .put("type", "function")
              .putObject("function")
              .put("name", "f")
              .put("arguments", arguments.equals("{}") && random.nextBoolean() ? "" : arguments);
        }
        for (var id : answers) {
          var text = text();
          sentTexts.add(text);
          messages.addObject().put("role", "tool").put("tool_call_id", id).put("content", text);
        }
      }
      if (answers.isEmpty() || random.nextBoolean()) {
        speak("assistant");
      }
    }

    private void speak(String role) {
      var message = messages.addObject().put("role", role);
      var text = text();
      sentTexts.add(text);
      if (random.nextBoolean()) {
        message.put("content", text);
        return;
      }
      var parts = message.putArray("content");
      parts.addObject().put("type", "text").put("text", text);
      if (random.nextBoolean()) {
        parts.addObject().put("type", "text").put("text", "");
      }
    }

    private String text() {
      return "w" + random.nextInt(1_000_000) + (random.nextBoolean() ? " \"ä\n" : "");
    }
  }

  @Property(tries = 300)
  void answerKeepsTextToolCallsAndTokenCounts(
      @ForAll @Size(max = 4) List<String> texts,
      @ForAll @Size(max = 3) List<@IntRange(min = 0) Integer> arguments,
      @ForAll @IntRange(min = 0, max = 1_000_000) int input,
      @ForAll @IntRange(min = 0, max = 1_000_000) int cached,
      @ForAll @IntRange(min = 0, max = 1_000_000) int output)
      throws JsonProcessingException {
    var message = JSON.createObjectNode().put("id", "msg_1").put("model", "claude-sonnet-5-5");
    var content = message.putArray("content");
    content.addObject().put("type", "thinking").put("thinking", "hm");
    texts.forEach(text -> content.addObject().put("type", "text").put("text", text));
    for (var argument : arguments) {
      var use = content.addObject().put("type", "tool_use").put("id", "toolu_" + content.size());
      use.put("name", "f").putObject("input").put("x", argument);
    }
    content.addObject().put("type", "yet_to_be_invented").put("text", "secret");
    message.put("stop_reason", arguments.isEmpty() ? "end_turn" : "tool_use");
    message
        .putObject("usage")
        .put("input_tokens", input)
        .put("cache_read_input_tokens", cached)
        .put("cache_creation_input_tokens", 1)
        .put("output_tokens", output)
        .putObject("output_tokens_details")
        .put("thinking_tokens", output / 2);

    var shaped = shaped(message);
    var choice = shaped.path("choices").path(0);
    assertThat(choice.at("/message/content").asText("")).isEqualTo(String.join("", texts));
    assertThat(choice.path("finish_reason").asText())
        .isEqualTo(arguments.isEmpty() ? "stop" : "tool_calls");
    assertThat(choice.at("/message/tool_calls")).hasSize(arguments.size());
    for (var i = 0; i < arguments.size(); i++) {
      var call = choice.at("/message/tool_calls").path(i);
      assertThat(call.path("type").asText()).isEqualTo("function");
      assertThat(JSON.readTree(call.at("/function/arguments").asText()).path("x").asInt())
          .isEqualTo(arguments.get(i));
    }
    var usage = shaped.path("usage");
    assertThat(usage.path("prompt_tokens").asInt()).isEqualTo(input + cached + 1);
    assertThat(usage.at("/prompt_tokens_details/cached_tokens").asInt()).isEqualTo(cached);
    assertThat(usage.path("completion_tokens").asInt()).isEqualTo(output);
    assertThat(usage.at("/completion_tokens_details/reasoning_tokens").asInt())
        .isEqualTo(output / 2);
    assertThat(usage.path("total_tokens").asInt()).isEqualTo(input + cached + 1 + output);
  }

  static JsonNode shaped(ObjectNode message) throws JsonProcessingException {
    var read =
        AnswerReader.read(
            "asked",
            new Answer<>(
                message, new Headers(Map.of()), AnnouncedLimits.NONE, Optional.of("req_1")));
    return JSON.readTree(
        OpenAiShape.completion(read, AnswerReader.thinking(message), Instant.EPOCH));
  }
}
