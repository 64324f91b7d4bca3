package dev.ziggurat.gateway.embeddings;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.errors.BadRequestException;
import com.openai.errors.NotFoundException;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.Embedding;
import com.openai.models.embeddings.EmbeddingCreateParams;
import com.openai.models.embeddings.EmbeddingCreateParams.EncodingFormat;
import com.openai.models.embeddings.EmbeddingModel;
import dev.ziggurat.Arena;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** OpenAI's own SDK for Java, with another base address and key and nothing else changed. */
@QuarkusTest
class EmbeddingsSdkTest {

  @TestHTTPResource("/v1")
  URI address;

  @Inject Arena arena;

  private OpenAIClient client;

  @BeforeEach
  void connect() {
    arena.calm();
    client =
        OpenAIOkHttpClient.builder()
            .baseUrl(address.toString())
            .apiKey("dev-admin")
            .maxRetries(0)
            .timeout(Duration.ofSeconds(30))
            .build();
  }

  @AfterEach
  void leave() {
    client.close();
    arena.calm();
  }

  private static EmbeddingCreateParams.Builder ask() {
    return EmbeddingCreateParams.builder().model(EmbeddingModel.TEXT_EMBEDDING_3_SMALL);
  }

  private CreateEmbeddingResponse answer(EmbeddingCreateParams.Builder asked) {
    var answer = client.embeddings().create(asked.build());
    answer.validate();
    return answer;
  }

  private static Map<String, Object> passedOn() {
    return given().get("/simulator/observations").jsonPath().getMap("latest[-1].parameters");
  }

  private static double length(List<Float> vector) {
    return Math.sqrt(vector.stream().mapToDouble(number -> number * number).sum());
  }

  @Test
  void plain() {
    var answer = answer(ask().input("hello there"));
    assertThat(answer.model()).isEqualTo("text-embedding-3-small");
    assertThat(answer.usage().promptTokens()).isEqualTo(3);
    assertThat(answer.usage().totalTokens()).isEqualTo(3);
    var vector = answer.data().getFirst().embedding();
    assertThat(vector).hasSize(1536);
    assertThat(length(vector)).isBetween(0.999, 1.001);
  }

  @Test
  void floatAndBase64AreTheSame() {
    var base64 = answer(ask().input("hello there").encodingFormat(EncodingFormat.BASE64));
    assertThat(passedOn()).containsEntry("encoding_format", "base64");
    var numbers = answer(ask().input("hello there").encodingFormat(EncodingFormat.FLOAT));
    assertThat(passedOn()).containsEntry("encoding_format", "float");
    assertThat(base64.data().getFirst().embedding())
        .isEqualTo(numbers.data().getFirst().embedding());
  }

  @Test
  void batchesAndTokens() {
    var texts = answer(ask().inputOfArrayOfStrings(List.of("one", "two", "one")));
    assertThat(texts.data().stream().map(Embedding::index)).containsExactly(0L, 1L, 2L);
    assertThat(texts.data().get(2).embedding()).isEqualTo(texts.data().get(0).embedding());
    var tokens = answer(ask().inputOfArrayOfTokens(List.of(15339L, 1070L)));
    var lists =
        answer(ask().inputOfArrayOfTokenArrays(List.of(List.of(1L), List.of(15339L, 1070L))));
    assertThat(lists.data().get(1).embedding()).isEqualTo(tokens.data().getFirst().embedding());
    assertThat(lists.usage().promptTokens()).isEqualTo(3);
  }

  @Test
  void dimensionsAndUser() {
    var answer = answer(ask().input("hello").dimensions(64).user("u-1"));
    assertThat(answer.data().getFirst().embedding()).hasSize(64);
    assertThat(passedOn()).containsEntry("dimensions", 64).containsEntry("user", "u-1");
  }

  @Test
  void errorsHaveTheirClasses() {
    assertThatThrownBy(() -> answer(ask().input("")))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("input must not be an empty text");
    assertThatThrownBy(() -> answer(ask().model("no-such-model").input("a")))
        .isInstanceOf(NotFoundException.class);
    assertThatThrownBy(
            () ->
                answer(ask().model(EmbeddingModel.TEXT_EMBEDDING_ADA_002).input("a").dimensions(8)))
        .isInstanceOf(BadRequestException.class)
        .hasMessageContaining("does not support specifying dimensions");
  }
}
