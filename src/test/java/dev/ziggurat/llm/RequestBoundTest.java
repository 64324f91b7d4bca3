package dev.ziggurat.llm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a request can be billed for at most. */
class RequestBoundTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final UpstreamModel MODEL = new UpstreamModel("m", 128_000, 16_384, Set.of());
  private static final UpstreamModel UNKNOWN = new UpstreamModel("m", 0, 0, Set.of());
  private static final int OUTPUT = 60;

  private static RequestBound of(String body) {
    try {
      var json = (ObjectNode) JSON.readTree(body);
      return new ForwardedRequest(json, OUTPUT, Optional.empty()).bound();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  private static RequestBound withPart(String part) {
    return of(
        """
        {"messages": [{"role": "user", "content": [{"type": "text", "text": "hi"}, %s]}]}"""
            .formatted(part));
  }

  /** It is billed as prompt, and no translation has it. */
  @Test
  void encryptedReasoningIsBoundedToo() {
    var original = JSON.createObjectNode();
    original
        .putArray("input")
        .addObject()
        .put("type", "reasoning")
        .put("encrypted_content", "x".repeat(5_000));
    var chat = JSON.createObjectNode();
    chat.putArray("messages").addObject().put("role", "user").put("content", "hi");
    var bound =
        new ForwardedRequest(
                chat,
                OUTPUT,
                Optional.empty(),
                Optional.of(new OriginalRequest(OriginalRequest.Api.RESPONSES, original, Map.of())))
            .bound();
    assertThat(bound.inputTokens(MODEL).orElseThrow()).isGreaterThan(5_000);
  }

  /** Claude is sent it as its caller wrote it. */
  @Test
  void encryptedThinkingIsBoundedToo() {
    var original = JSON.createObjectNode();
    var blocks =
        original.putArray("messages").addObject().put("role", "assistant").putArray("content");
    blocks.addObject().put("type", "redacted_thinking").put("data", "x".repeat(5_000));
    blocks
        .addObject()
        .put("type", "thinking")
        .put("thinking", "Hm.")
        .put("signature", "x".repeat(4_000));
    var chat = JSON.createObjectNode();
    chat.putArray("messages").addObject().put("role", "assistant").put("reasoning", "Hm.");
    var bound =
        new ForwardedRequest(
                chat,
                OUTPUT,
                Optional.empty(),
                Optional.of(new OriginalRequest(OriginalRequest.Api.MESSAGES, original, Map.of())))
            .bound();
    assertThat(bound.inputTokens(MODEL).orElseThrow()).isGreaterThan(9_000);
  }

  @Property
  void aTextHasAtMostAsManyTokensAsBytes(@ForAll String text) {
    assertThat(TextSize.of(text).bytes())
        .isGreaterThanOrEqualTo(text.getBytes(StandardCharsets.UTF_8).length);
    assertThat(ChatRequest.of(List.of(ChatMessage.user(text)), 1).bound().inputTokens())
        .isGreaterThan(text.getBytes(StandardCharsets.UTF_8).length);
  }

  @Test
  void aTextOfManyShortTokensIsBoundedToo() {
    // "1 2 3 ..." and rare scripts have about one token per character or more.
    var text = "\uD83E\uDD84".repeat(1_000);
    assertThat(
            of("{\"messages\": [{\"role\": \"user\", \"content\": \"" + text + "\"}]}")
                .inputTokens(MODEL)
                .orElseThrow())
        .isGreaterThanOrEqualTo(4_000);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tools | [{\"type\": \"function\", \"function\": {\"name\": \"f\", \"description\": \"%s\"}}]",
        "functions | [{\"name\": \"f\", \"description\": \"%s\"}]",
        "response_format | {\"type\": \"json_schema\", \"json_schema\": {\"name\": \"%s\"}}",
        "chat_template_kwargs | {\"system\": \"%s\"}",
        "documents | [{\"text\": \"%s\"}]"
      })
  void everyFieldCountsThatMayReachThePrompt(String field, String value) {
    var body = "{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}], \"%s\": %s}";
    var small = of(body.formatted(field, value.formatted("x")));
    var large = of(body.formatted(field, value.formatted("x".repeat(5_001))));
    assertThat(large.inputTokens() - small.inputTokens()).isEqualTo(5_000);
  }

  /** Without a limit of the caller's one is derived from the model's, if these are known. */
  @Test
  void withoutAnyLimitTheOutputIsUnbounded() {
    var free = of("{\"messages\": []}");
    assertThat(free.outputTokens(MODEL, OUTPUT)).isEqualTo(OptionalLong.of(OUTPUT));
    assertThat(free.outputTokens(UNKNOWN, OUTPUT)).isEmpty();
    assertThat(free.by(provider(Provider.GROQ)).outputTokens(UNKNOWN, OUTPUT)).isEmpty();
    assertThat(free.by(provider(Provider.CLAUDE)).outputTokens(UNKNOWN, OUTPUT))
        .isEqualTo(OptionalLong.of(OUTPUT));
    for (var field : List.of("max_tokens", "max_completion_tokens")) {
      var limited = of("{\"messages\": [], \"%s\": 60}".formatted(field));
      assertThat(limited.outputTokens(UNKNOWN, OUTPUT)).isEqualTo(OptionalLong.of(OUTPUT));
    }
    var usage = new TokenUsage(7, 0, 0, 60_000, 0);
    assertThat(free.allows(usage, UNKNOWN, OUTPUT)).isTrue();
    assertThat(free.allows(usage, MODEL, OUTPUT)).isFalse();
  }

  @Test
  void anImageCountsMoreThanAnyModelBillsForOne() {
    var image =
        withPart(
            "{\"type\": \"image_url\", \"image_url\": {\"url\": \"https://example.com/a.png\"}}");
    assertThat(image.windowPart()).isEmpty();
    assertThat(image.inputTokens(MODEL).orElseThrow()).isGreaterThan(2_833 + 8 * 5_667);
    var small =
        withPart(
            "{\"type\": \"image_url\", \"image_url\": {\"url\": \"data:image/png;base64,AA\"}}");
    var large =
        withPart(
            "{\"type\": \"image_url\", \"image_url\": {\"url\": \"data:image/png;base64,%s\"}}"
                .formatted("A".repeat(9_000)));
    assertThat(large.inputTokens()).isEqualTo(small.inputTokens());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"type\": \"file\", \"file\": {\"file_id\": \"f\"}}",
        "{\"type\": \"file\", \"file\": {\"file_data\": \"data:application/pdf;base64,AA\"}}",
        "{\"type\": \"video_url\", \"video_url\": {\"url\": \"https://example.com/a.mp4\"}}",
        "{\"type\": \"something_new\"}"
      })
  void whatHasNoLengthTakesTheWholeContextWindow(String part) {
    var bound = withPart(part);
    assertThat(bound.windowPart()).contains("messages[0].content[1]");
    assertThat(bound.inputTokens(MODEL)).isEqualTo(OptionalLong.of(128_000));
    assertThat(bound.inputTokens(UNKNOWN)).isEmpty();
    assertThat(bound.unpriced()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"web_search_options\": {} | web_search_options",
        "\"search_settings\": {} | search_settings",
        "\"plugins\": [{\"id\": \"web\"}] | plugins",
        "\"tools\": [{\"type\": \"function\", \"function\": {}}, {\"type\": \"browser_search\"}] | tools[1]",
        "\"tools\": [{\"type\": \"code_interpreter\"}] | tools[0]",
        "\"modalities\": [\"text\", \"audio\"] | modalities",
        "\"audio\": {\"voice\": \"alloy\"} | audio"
      })
  void whatIsBilledOtherwiseIsNamed(String field, String path) {
    assertThat(of("{\"messages\": [], " + field + "}").unpriced()).contains(path);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"web_search_options\": null",
        "\"tools\": [{\"type\": \"custom\", \"custom\": {}}]",
        "\"modalities\": [\"text\"]"
      })
  void whatIsBilledByTokensIsNot(String field) {
    assertThat(of("{\"messages\": [], " + field + "}").unpriced()).isEmpty();
  }

  private static ProviderDefinition provider(Provider provider) {
    return Providers.builtIn().get(provider);
  }

  @ParameterizedTest
  @CsvSource({
    "null,",
    "'\"auto\"',",
    "'\"default\"', default",
    "'\"on_demand\"', default",
    "'\"standard_only\"', default",
    "'\"flex\"', flex",
    "'\"priority\"', priority",
    "'\"scale\"', scale"
  })
  void theServiceTierIsThatOfTheProvidersThatAreSentIt(String stated, String tier) {
    var bound = of("{\"messages\": [], \"service_tier\": " + stated + "}");
    assertThat(bound.unpriced()).isEmpty();
    for (var sent : List.of(Provider.GROQ, Provider.OPENAI)) {
      assertThat(bound.by(provider(sent)).tier().map(ServiceTier::name))
          .isEqualTo(Optional.ofNullable(tier));
    }
    for (var other : List.of(Provider.WANDB, Provider.CLAUDE)) {
      assertThat(bound.by(provider(other)).tier()).isEmpty();
    }
  }

  @Test
  void audioIsNamed() {
    assertThat(withPart("{\"type\": \"input_audio\", \"input_audio\": {}}").unpriced())
        .contains("messages[0].content[1]");
    assertThat(
            of("{\"messages\": [{\"role\": \"assistant\", \"audio\": {\"id\": \"a\"}}]}")
                .unpriced())
        .contains("messages[0].audio");
  }

  @Test
  void everyAnswerCounts() {
    assertThat(of("{\"messages\": [], \"n\": 3}").answers()).isEqualTo(3);
    assertThat(of("{\"messages\": [], \"n\": 2, \"best_of\": 5}").answers()).isEqualTo(5);
    assertThat(
            of("{\"messages\": [], \"prediction\": {\"type\": \"content\", \"content\": \"abc\"}}")
                .outputTokens(MODEL, OUTPUT)
                .orElseThrow())
        .isGreaterThan(OUTPUT + 3);
    assertThat(of("{\"messages\": []}").outputTokens(MODEL, 1_000_000)).hasValue(16_384);
  }

  @ParameterizedTest
  @CsvSource({
    "true, 1, 0, 0, 1",
    "true, 300, 100, 200, 60",
    "true, 9000, 0, 0, 60",
    "true, 10, 0, 0, 1100",
    "false, 0, 0, 0, 5",
    "false, -1, 0, 0, 5",
    "false, 5, -1, 0, 5",
    "false, 5, 0, -1, 5",
    "false, 5, 0, 0, -1",
    "false, 1000000000, 0, 0, 5",
    "false, 20000, 0, 0, 5",
    "false, 5, 0, 0, 1000000000",
    "false, 5, 0, 0, 1200"
  })
  void onlyAPossibleUsageIsBelieved(
      boolean believed, long input, long cached, long cacheWrite, long output) {
    var bound = of("{\"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}");
    var usage = new TokenUsage(input, cached, cacheWrite, output, 0);
    assertThat(bound.allows(usage, MODEL, OUTPUT)).isEqualTo(believed);
  }

  @Test
  void whatHasNoBoundIsBelievedUpToALimit() {
    var file = withPart("{\"type\": \"file\", \"file\": {\"file_id\": \"f\"}}");
    assertThat(file.allows(new TokenUsage(5_000_000, 0, 0, 5, 0), UNKNOWN, OUTPUT)).isTrue();
    assertThat(file.allows(new TokenUsage(1_000_000_000, 0, 0, 5, 0), UNKNOWN, OUTPUT)).isFalse();
    assertThat(file.allows(new TokenUsage(100_000, 0, 0, 5, 0), MODEL, OUTPUT)).isTrue();
  }
}
