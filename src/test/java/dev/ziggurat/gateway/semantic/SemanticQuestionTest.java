package dev.ziggurat.gateway.semantic;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.gateway.cache.AnswerCacheKey;
import dev.ziggurat.gateway.keys.Key;
import dev.ziggurat.gateway.keys.KeyTerms;
import dev.ziggurat.guardrails.GuardrailList;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.OriginalRequest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of a similar request the text of the last message may differ, and nothing else. */
class SemanticQuestionTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String CHAT =
      """
      {"model": "m", "temperature": 0.5, "stream": false, "user": "u", "messages": [
        {"role": "system", "content": "rules"},
        {"role": "user", "content": "first", "name": "ann"},
        {"role": "assistant", "content": "answer"},
        {"role": "user", "content": [{"type": "text", "text": "%s"}]}]}
      """;
  private static final String RESPONSES =
      """
      {"model": "m", "instructions": "rules", "metadata": {"a": "b"}, "input": [
        {"type": "message", "role": "user", "content": [{"type": "input_text", "text": "%s"}]}]}
      """;

  private static ObjectNode tree(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  private static ForwardedRequest request(String json, Optional<String> original) {
    return new ForwardedRequest(
        tree(json),
        100,
        Optional.empty(),
        original.map(
            body -> new OriginalRequest(OriginalRequest.Api.RESPONSES, tree(body), Map.of())));
  }

  private static Optional<SemanticQuestion> question(String json) {
    return SemanticQuestion.of(request(json, Optional.empty()));
  }

  private static Key key(long version) {
    return new Key(
        new UUID(0, 1),
        new KeyTerms(
            "name",
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            false,
            Optional.of(0.9),
            false,
            GuardrailList.NONE),
        "hint",
        Instant.EPOCH,
        "who",
        Optional.empty(),
        Optional.empty(),
        version);
  }

  private static String context(ForwardedRequest request) {
    var rest = SemanticQuestion.of(request).orElseThrow().rest();
    return AnswerCacheKey.of(key(1), rest, List.of(), true, 1, JSON.writer()).digest();
  }

  @Property(tries = 200)
  void theTextOfTheLastMessageMayDiffer(
      @ForAll("withoutNumbers") String one, @ForAll("withoutNumbers") String other) {
    var first = with(one);
    var second = with(other);
    assertThat(context(first)).isEqualTo(context(second));
    assertThat(SemanticQuestion.of(first).orElseThrow().text()).isEqualTo(one);
    assertThat(first.body()).as("the request itself is not changed").isEqualTo(with(one).body());
  }

  @Provide
  Arbitrary<String> withoutNumbers() {
    return Arbitraries.strings()
        .map(text -> text.replaceAll("\\p{N}", ""))
        .filter(text -> !text.isBlank());
  }

  /** Texts that differ in a number only are as similar as texts can be, and mean something else. */
  @ParameterizedTest
  @CsvSource({
    "Where is order 4711?, Where is order 4712?, false",
    "What is 2+2?, What is 2+3?, false",
    "Take 1 or 2, Take 2 or 1, false",
    "Take 12, Take 1 2, false",
    "Take 1, Take one, false",
    "٣ apples, ٤ apples, false",
    "Where is order 4711?, 'Order 4711, where is it?', true"
  })
  void numbersOfTheTextMustBeTheSame(String one, String other, boolean same) {
    assertThat(context(with(one)).equals(context(with(other)))).isEqualTo(same);
    assertThat(SemanticQuestion.of(with(one)).orElseThrow().text()).isEqualTo(one);
  }

  private static ForwardedRequest with(String text) {
    var escaped = JSON.getNodeFactory().textNode(text).toString();
    var inner = escaped.substring(1, escaped.length() - 1);
    return new ForwardedRequest(
        tree(CHAT.replace("%s", inner)),
        100,
        Optional.empty(),
        Optional.of(
            new OriginalRequest(
                OriginalRequest.Api.RESPONSES, tree(RESPONSES.replace("%s", inner)), Map.of())));
  }

  /** Whatever letter of either form is another one, outside of that text: it is another context. */
  @Property(tries = 300)
  void nothingElseMayDiffer(@ForAll @IntRange(min = 0, max = 10_000) int place) {
    var letters =
        IntStream.range(0, CHAT.length() + RESPONSES.length())
            .filter(SemanticQuestionTest::isLetterOfAValue)
            .toArray();
    var at = letters[place % letters.length];
    var chat = at < CHAT.length() ? changed(CHAT, at) : CHAT;
    var responses = at < CHAT.length() ? RESPONSES : changed(RESPONSES, at - CHAT.length());
    var same = request(CHAT.replace("%s", "q"), Optional.of(RESPONSES.replace("%s", "q")));
    var other = request(chat.replace("%s", "q"), Optional.of(responses.replace("%s", "q")));
    assertThat(SemanticQuestion.of(other).map(_ -> context(other)))
        .isNotEqualTo(Optional.of(context(same)));
  }

  private static boolean isLetterOfAValue(int at) {
    var both = CHAT + RESPONSES;
    return Character.isLetter(both.charAt(at))
        && both.charAt(at - 1) != '%'
        && both.charAt(at - 1) != '\\'
        && both.substring(0, at).chars().filter(each -> each == '"').count() % 2 == 1;
  }

  private static String changed(String json, int at) {
    return json.substring(0, at) + 'ß' + json.substring(at + 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "one answer only | {\"n\": 2, \"messages\": [{\"role\": \"user\", \"content\": \"q\"}]}",
        "tools | {\"tools\": [{}], \"messages\": [{\"role\": \"user\", \"content\": \"q\"}]}",
        "functions | {\"functions\": [{}], \"messages\": [{\"role\": \"user\", \"content\": \"q\"}]}",
        "system last | {\"messages\": [{\"role\": \"system\", \"content\": \"q\"}]}",
        "tool last | {\"messages\": [{\"role\": \"tool\", \"content\": \"q\"}]}",
        "no text | {\"messages\": [{\"role\": \"user\", \"content\": \" \"}]}",
        "null | {\"messages\": [{\"role\": \"user\", \"content\": null}]}",
        "nothing | {\"messages\": [{\"role\": \"user\"}]}",
        "two parts | {\"messages\": [{\"role\": \"user\", \"content\": [{\"text\": \"q\"}, {\"text\": \"r\"}]}]}",
        "image | {\"messages\": [{\"role\": \"user\", \"content\": [{\"type\": \"image_url\", \"image_url\": {}}]}]}",
        "no part | {\"messages\": [{\"role\": \"user\", \"content\": []}]}",
        "no message | {\"messages\": [\"q\"]}"
      })
  void otherRequestsHaveNoNeighbors(String why, String json) {
    assertThat(question(json)).as(why).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"input\": \"another text\"}",
        "{\"input\": [{\"role\": \"assistant\", \"content\": \"q\"}]}",
        "{\"input\": \"q\", \"tools\": [{\"type\": \"web_search\"}]}",
        "{\"input\": \"q\", \"mcp_servers\": [{}]}",
        "{}"
      })
  void theRequestAsItsCallerWroteItMustEndAlike(String original) {
    assertThat(SemanticQuestion.of(request(CHAT.replace("%s", "q"), Optional.of(original))))
        .isEmpty();
  }

  @Test
  void inputMayBeAText() {
    var one = request(CHAT.replace("%s", "q"), Optional.of("{\"input\": \"q\"}"));
    var other = request(CHAT.replace("%s", "r"), Optional.of("{\"input\": \"r\"}"));
    assertThat(context(one)).isEqualTo(context(other));
  }

  @Test
  void theKeyAsItIsNowCounts() {
    var rest = question(CHAT.replace("%s", "q")).orElseThrow().rest();
    assertThat(AnswerCacheKey.of(key(1), rest, List.of(), true, 1, JSON.writer()))
        .isNotEqualTo(AnswerCacheKey.of(key(2), rest, List.of(), true, 1, JSON.writer()));
  }

  @Test
  void embeddingsAreNoQuestions() {
    assertThat(
            SemanticQuestion.of(
                ForwardedRequest.embeddings(tree("{\"input\": \"q\"}"), Optional.empty())))
        .isEmpty();
  }
}
