package dev.ziggurat.provider.claude;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.AnnouncedLimits;
import dev.ziggurat.llm.Capability;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.OriginalRequest;
import dev.ziggurat.llm.OriginalRequest.Api;
import dev.ziggurat.llm.StreamPiece;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.llm.UpstreamModel;
import dev.ziggurat.provider.ServerEvents;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Requests in Claude's own API, and their answers, pass as they are. */
class PassedRequestTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final UpstreamModel CURRENT =
      new UpstreamModel("claude-sonnet-5-5", 1_000_000, 128_000, Set.of(Capability.REASONING));
  private static final UpstreamModel OLDER =
      new UpstreamModel(
          "claude-haiku-4-5",
          200_000,
          64_000,
          Set.of(Capability.REASONING, Capability.TEMPERATURE));

  private static final String REQUEST =
      """
      {"model":"%s","max_tokens":%d,"messages":[{"role":"user","content":[{"type":"text","text":"hi","cache_control":{"type":"ephemeral"}}]}],\
      "temperature":0.5,"top_k":3,"tool_choice":{"type":"tool","name":"t","disable_parallel_tool_use":true},\
      "thinking":{"type":"enabled","budget_tokens":1024},"unknown":[1.5,null]}""";

  private static ForwardedRequest request(String body) {
    try {
      var original = (ObjectNode) JSON.readTree(body);
      var chat = JSON.createObjectNode();
      chat.set("max_completion_tokens", original.path("max_tokens"));
      return new ForwardedRequest(
          chat,
          original.path("max_tokens").asInt(),
          Optional.empty(),
          Optional.of(new OriginalRequest(Api.MESSAGES, original, Map.of("anthropic-beta", "b"))));
    } catch (JsonProcessingException e) {
      throw new AssertionError(body, e);
    }
  }

  private static JsonNode sent(String model, UpstreamModel asked) throws JsonProcessingException {
    return JSON.readTree(PassedRequest.write(request(REQUEST.formatted(model, 100)), asked));
  }

  @Test
  void whoNamesTheModelIsPassedOnAsItIs() {
    for (var name : List.of("claude-sonnet-5-5", "anthropic/claude-sonnet-5-5")) {
      assertThat(PassedRequest.write(request(REQUEST.formatted(name, 100)), CURRENT))
          .isEqualTo(REQUEST.formatted("claude-sonnet-5-5", 100));
    }
  }

  @Test
  void theOutputLimitIsAtMostTheModels() {
    assertThat(PassedRequest.write(request(REQUEST.formatted("claude-haiku-4-5", 100_000)), OLDER))
        .isEqualTo(REQUEST.formatted("claude-haiku-4-5", 64_000));
  }

  @Test
  void whoNamedAnotherModelIsSparedItsRefusals() throws JsonProcessingException {
    var current = sent("auto", CURRENT);
    assertThat(current.has("temperature") || current.has("top_k")).isFalse();
    assertThat(current.path("tool_choice").toString())
        .isEqualTo("{\"type\":\"auto\",\"disable_parallel_tool_use\":true}");
    assertThat(current.path("thinking").toString()).isEqualTo("{\"type\":\"adaptive\"}");
    assertThat(current.has("unknown")).isTrue();

    assertThat(sent("auto", OLDER)).isEqualTo(sent("claude-haiku-4-5", OLDER));
  }

  @Test
  void whoNamedAnotherModelIsNotSentWithABegunAnswer() {
    var begun =
        "{\"model\":\"%s\",\"max_tokens\":9,\"messages\":[{\"role\":\"assistant\",\"content\":\"x\"}]}";

    assertThat(PassedRequest.unsupportedReason(request(begun.formatted("auto")), CURRENT))
        .contains("messages: the last message must not be from the assistant");
    assertThat(PassedRequest.unsupportedReason(request(begun.formatted(CURRENT.id())), CURRENT))
        .isEmpty();
    assertThat(PassedRequest.unsupportedReason(request(begun.formatted("auto")), OLDER)).isEmpty();
  }

  @Test
  void theCallersHeadersGoWithIt() {
    var call = MessagesCall.of(request(REQUEST.formatted("auto", 9)), CURRENT);

    assertThat(call.passed()).isTrue();
    assertThat(call.version()).isEqualTo(ClaudeClient.VERSION);
    assertThat(call.beta()).isEqualTo("b");
  }

  /** Each event once as it came, with what it says in chat completions. */
  @Test
  void eventsKeepTheirTextAndAnAnswerThatPausesIsNoFailure() {
    var events =
        List.of(
            "{\"type\":\"message_start\",\"message\":{\"id\":\"msg_1\",\"model\":\"m\",\"usage\":{\"input_tokens\":7,\"output_tokens\":1}}}",
            "{\"type\":\"content_block_start\",\"index\":0,\"content_block\":{\"type\":\"server_tool_use\",\"id\":\"s\"}}",
            "{\"type\":\"ping\"}",
            "{\"type\":\"content_block_start\",\"index\":1,\"content_block\":{\"type\":\"text\",\"text\":\"\"}}",
            "{\"type\":\"content_block_delta\",\"index\":1,\"delta\":{\"type\":\"text_delta\",\"text\":\"x\"}}",
            "{\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"pause_turn\"},\"usage\":{\"output_tokens\":5}}",
            "{\"type\":\"message_stop\"}");
    var reader =
        new ClaudeEventReader(request(REQUEST.formatted("auto", 9)), "asked", Instant.EPOCH);
    var pieces = new ArrayList<StreamPiece>();

    for (var event : events) {
      reader.read(new ServerEvents.Event("any", event), pieces::add);
    }
    var answer = reader.end(pieces::add, Optional.empty(), AnnouncedLimits.NONE);

    var deltas = pieces.stream().map(StreamPiece.Delta.class::cast).toList();
    assertThat(deltas.stream().flatMap(delta -> delta.text().original().stream()))
        .isEqualTo(events);
    assertThat(deltas.stream().filter(StreamPiece.Delta::content).map(StreamPiece.Delta::chunk))
        .first()
        .asString()
        .contains("\"content\":\"x\"");
    assertThat(answer.finishReason()).isEqualTo(FinishReason.LENGTH);
    assertThat(answer.usage()).contains(new TokenUsage(7, 0, 0, 5, 0));
  }
}
