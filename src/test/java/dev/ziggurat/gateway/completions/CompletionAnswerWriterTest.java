package dev.ziggurat.gateway.completions;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ziggurat.gateway.AnsweredCall;
import dev.ziggurat.gateway.EventWriter;
import dev.ziggurat.gateway.OpenAiError;
import dev.ziggurat.llm.AnswerText;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.ProviderFailure.Details;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a chat completion, whole or in chunks, becomes as a text completion. */
class CompletionAnswerWriterTest {

  private static final ObjectMapper JSON = JsonMapper.builder().build();
  private static final AnsweredCall CALL =
      new AnsweredCall(
          UUID.fromString("01234567-89ab-cdef-0123-456789abcdef"),
          Instant.ofEpochSecond(1_800_000_000),
          "gpt-6-luna");
  private static final String BEGIN =
      """
      "id": "cmpl-0123456789abcdef0123456789abcdef", "object": "text_completion", "created": 1800000000,
      "model": "gpt-6-luna", "choices":
      """;

  private final CompletionAnswerWriter writer = new CompletionAnswerWriter(JSON);
  private final ByteArrayOutputStream sent = new ByteArrayOutputStream();

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new AssertionError(text, e);
    }
  }

  private static JsonNode completion(String rest) {
    return json("{" + BEGIN + rest + "}");
  }

  private JsonNode body(String chat) {
    return json(writer.body(AnswerText.of(chat), CALL, Optional.empty()));
  }

  @Test
  void everyChoiceIsATextWithItsReason() {
    assertThat(
            body(
                """
                {"id": "chatcmpl-1", "object": "chat.completion", "created": 1, "model": "m", "system_fingerprint": "fp",
                 "choices": [
                   {"index": 0, "message": {"role": "assistant", "content": "one", "reasoning": "hm"},
                    "finish_reason": "stop", "logprobs": null},
                   {"index": 1, "message": {"role": "assistant", "content": "tw"}, "finish_reason": "length"},
                   {"index": 2, "message": {"role": "assistant", "content": null}, "finish_reason": "content_filter"}],
                 "usage": {"prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12}}
                """))
        .isEqualTo(
            completion(
                """
                [{"text": "one", "index": 0, "logprobs": null, "finish_reason": "stop"},
                 {"text": "tw", "index": 1, "logprobs": null, "finish_reason": "length"},
                 {"text": "", "index": 2, "logprobs": null, "finish_reason": "content_filter"}],
                "system_fingerprint": "fp",
                "usage": {"prompt_tokens": 7, "completion_tokens": 5, "total_tokens": 12}
                """));
  }

  @Test
  void aRefusalIsFiltered() {
    var refused =
        body(
            """
            {"choices": [{"index": 0, "message": {"content": null, "refusal": "No."}, "finish_reason": "stop"}]}
            """);
    assertThat(refused)
        .isEqualTo(
            completion(
                """
                [{"text": "", "index": 0, "logprobs": null, "finish_reason": "content_filter"}]"""));
  }

  @Test
  void halvesOfACharacterComeTogether() {
    var stream = writer.stream(new EventWriter(sent), CALL);
    for (var part : new String[] {"a\\ud83c", "\\udffa b"}) {
      stream.piece(
          AnswerText.of(
              "{\"choices\": [{\"index\": 0, \"delta\": {\"content\": \"" + part + "\"}}]}"));
    }
    stream.end(Optional.empty());
    assertThat(data().stream().limit(2).map(CompletionAnswerWriterTest::json))
        .containsExactly(completion(choice("a", 0, "null")), completion(choice("🏺 b", 0, "null")));
  }

  @Test
  void chunksHaveTheTextOfTheirChoice() {
    var stream = writer.stream(new EventWriter(sent), CALL);
    for (var chunk :
        new String[] {
          "{\"choices\": [{\"index\": 0, \"delta\": {\"role\": \"assistant\", \"content\": \"\"}}]}",
          "{\"choices\": [{\"index\": 0, \"delta\": {\"reasoning\": \"hm\"}}]}",
          "{\"choices\": [{\"index\": 0, \"delta\": {\"content\": \"on\"}, \"finish_reason\": null}]}",
          "{\"choices\": [{\"index\": 1, \"delta\": {\"refusal\": \"No.\"}}]}",
          "{\"choices\": [{\"index\": 0, \"delta\": {\"content\": \"e\"}}, {\"index\": 1, \"delta\": {}}]}",
          "{\"choices\": [{\"index\": 0, \"delta\": {}, \"finish_reason\": \"length\"}]}",
          "{\"choices\": [{\"index\": 1, \"delta\": {}, \"finish_reason\": \"stop\"}]}",
          "{\"choices\": [], \"usage\": {\"total_tokens\": 12}}"
        }) {
      stream.piece(AnswerText.of(chunk));
    }
    stream.piece(new AnswerText("", Optional.of("{\"type\": \"ping\"}")));
    stream.end(Optional.of(JSON.createObjectNode().put("a", 1)));
    var events = data();
    assertThat(events).hasSize(7).endsWith("[DONE]");
    assertThat(events.stream().limit(6).map(CompletionAnswerWriterTest::json))
        .containsExactly(
            completion(choice("on", 0, "null")),
            completion(choice("e", 0, "null")),
            completion(choice("", 0, "\"length\"")),
            completion(choice("", 1, "\"content_filter\"")),
            completion("[], \"usage\": {\"total_tokens\": 12}"),
            completion("[], \"ziggurat\": {\"a\": 1}"));
  }

  private static String choice(String text, int index, String finish) {
    return "[{\"text\": \"%s\", \"index\": %d, \"logprobs\": null, \"finish_reason\": %s}]"
        .formatted(text, index, finish);
  }

  private List<String> data() {
    return sent.toString(StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.isEmpty())
        .map(line -> line.substring("data: ".length()))
        .toList();
  }

  @Test
  void whatBreaksOffEndsWithAnError() {
    var stream = writer.stream(new EventWriter(sent), CALL);
    stream.piece(
        AnswerText.of("{\"choices\": [{\"index\": 0, \"delta\": {\"content\": \"on\"}}]}"));
    stream.broken(
        OpenAiError.streamBroken(
            new ProviderFailure.ConnectionLost(Provider.GROQ, Details.of("connection lost"))),
        500);
    assertThat(data()).hasSize(2).doesNotContain("[DONE]");
    assertThat(json(data().getLast()).at("/error/code").asText()).isEqualTo("stream_broken");
    assertThat(json(data().getLast()).at("/error/message").asText()).contains("connection lost");
  }
}
