package dev.ziggurat.provider.openai;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.llm.AnnouncedLimits;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.TokenUsage;
import dev.ziggurat.provider.Headers;
import dev.ziggurat.provider.ProviderExchange.Answer;
import dev.ziggurat.provider.ProviderJson;
import dev.ziggurat.provider.UnusableAnswer;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors reach the caller in OpenAI's shape, in its order and form, or not at all. */
class EmbeddingsReaderTest {

  /** 1.0 and -2.5 in 32 bits each. */
  private static final String BASE64 = "AACAPwAAIMA=";

  private static final String USAGE = "\"usage\":{\"prompt_tokens\":3,\"total_tokens\":3}";

  private static Completion read(String request, String answer) {
    return EmbeddingsReader.read(
        Provider.OPENAI,
        "asked",
        ForwardedRequest.embeddings(
            ProviderJson.object(request.replace('\'', '"')).orElseThrow(), Optional.empty()),
        new Answer<>(
            ProviderJson.object(answer).orElseThrow(),
            new Headers(Map.of()),
            AnnouncedLimits.NONE,
            Optional.of("req_1")),
        answer);
  }

  private static JsonNode body(Completion completion) {
    return ProviderJson.object(completion.forwarded().orElseThrow().chat()).orElseThrow();
  }

  private static String answer(String data) {
    return "{\"object\":\"list\", \"data\":[%s],\"model\":\"m\",%s}"
        .formatted(data.replace('\'', '"'), USAGE);
  }

  @Test
  void whatHasTheShapeIsPassedOnByteForByte() {
    var answer = answer("{'object':'embedding','index':0,'embedding':[1.0, -2.50]}");
    var read = read("{'input': 'a'}", answer);
    assertThat(read.forwarded().orElseThrow().chat()).isEqualTo(answer);
    assertThat(read.model()).isEqualTo("m");
    assertThat(read.usage()).hasValue(new TokenUsage(3, 0, 0, 0, 0));
    assertThat(read.requestId()).hasValue("req_1");
  }

  @Test
  void aVectorHasTheFormThatWasAskedFor() {
    var encoded = answer("{'object':'embedding','index':0,'embedding':'%s'}".formatted(BASE64));
    var numbers = answer("{'object':'embedding','index':0,'embedding':[1,-2.5]}");
    var asFloat = body(read("{'input': 'a'}", encoded)).at("/data/0/embedding");
    assertThat(asFloat.toString()).isEqualTo("[1.0,-2.5]");
    var base64 = "{'input': 'a', 'encoding_format': 'base64'}";
    assertThat(body(read(base64, numbers)).at("/data/0/embedding").asText()).isEqualTo(BASE64);
    assertThat(read(base64, encoded).forwarded().orElseThrow().chat()).isEqualTo(encoded);
  }

  @Test
  void vectorsAreInTheOrderOfTheInputs() {
    var body =
        body(
            read(
                "{'input': ['a', 'b']}",
                answer("{'index':1,'embedding':[2]},{'index':0,'embedding':[1]}")));
    assertThat(body.at("/data/0/embedding/0").intValue()).isEqualTo(1);
    assertThat(body.at("/data/1/index").intValue()).isEqualTo(1);
    assertThat(body.at("/data/1/object").asText()).isEqualTo("embedding");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"total_tokens\": 3} | 3",
        "{\"prompt_tokens\": \"3\", \"total_tokens\": 3} | 3",
        "{\"prompt_tokens\": -1, \"total_tokens\": -1} | ",
        "{} | ",
        "null | "
      })
  void usageIsToldAsStrictClientsReadIt(String usage, Long tokens) {
    var read =
        read("{'input': 'a'}", "{\"data\": [{\"embedding\": [1]}], \"usage\": " + usage + "}");
    assertThat(read.usage().map(TokenUsage::input)).isEqualTo(Optional.ofNullable(tokens));
    var body = body(read);
    assertThat(body.path("model").asText()).isEqualTo("asked");
    assertThat(body.path("object").asText()).isEqualTo("list");
    assertThat(body.has("usage")).isEqualTo(tokens != null);
    if (tokens != null) {
      assertThat(body.at("/usage/prompt_tokens").isIntegralNumber()).isTrue();
      assertThat(body.at("/usage/total_tokens").longValue()).isEqualTo(tokens);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{'index':0,'embedding':[1]}",
        "{'index':0,'embedding':[1]},{'index':0,'embedding':[1]}",
        "{'index':0,'embedding':[1]},{'index':2,'embedding':[1]}",
        "{'index':0,'embedding':[1]},7",
        "{'index':0,'embedding':[1]},{'index':1,'embedding':[]}",
        "{'index':0,'embedding':[1]},{'index':1,'embedding':[null]}",
        "{'index':0,'embedding':[1]},{'index':1,'embedding':'no base64'}",
        "{'index':0,'embedding':[1]},{'index':1,'embedding':'AAA='}",
        "{'index':0,'embedding':[1]},{'index':1}"
      })
  void anythingElseIsNoAnswer(String data) {
    assertThatThrownBy(() -> read("{'input': ['a', 'b']}", answer(data)))
        .isInstanceOf(UnusableAnswer.class);
    assertThatThrownBy(
            () ->
                read(
                    "{'input': [[1], [2]], 'encoding_format': 'base64'}",
                    answer(data).replace("no base64", "").replace("AAA=", "")))
        .isInstanceOf(UnusableAnswer.class);
  }
}
