package dev.ziggurat.gateway.embeddings;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.ziggurat.Arena;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What programs get that ask for embeddings. */
@QuarkusTest
class EmbeddingsTest {

  private static final String SMALL = "text-embedding-3-small";

  @Inject Arena arena;

  @BeforeEach
  @AfterEach
  void calm() {
    arena.calm();
  }

  private static RequestSpecification with(String secret) {
    return given().header("Authorization", "Bearer " + secret).contentType(ContentType.JSON);
  }

  private static ValidatableResponse ask(String fields) {
    return with("dev-admin").body("{" + fields + "}").post("/v1/embeddings").then();
  }

  private static List<Float> vector(ValidatableResponse answer, int index) {
    return answer.extract().jsonPath().getList("data[%d].embedding".formatted(index), Float.class);
  }

  private static List<Float> decoded(String base64) {
    var floats =
        ByteBuffer.wrap(Base64.getDecoder().decode(base64))
            .order(ByteOrder.LITTLE_ENDIAN)
            .asFloatBuffer();
    var numbers = new ArrayList<Float>();
    while (floats.hasRemaining()) {
      numbers.add(floats.get());
    }
    return numbers;
  }

  private List<String> rows(String call) {
    Awaitility.await()
        .until(
            () -> arena.number("select count(*) from attempt where call_id = ?::uuid", call) > 0);
    return arena.rows(
        "select provider || ' ' || model_asked || ' ' || outcome || ' ' || coalesce(input_tokens, 0) || ' '"
            + " || coalesce(output_tokens, 0) || ' ' || cost_nano from attempt where call_id = ?::uuid",
        call);
  }

  @Test
  void aTextHasAVectorAndItsPrice() {
    var answer =
        ask("\"model\": \"%s\", \"input\": \"hello there\"".formatted(SMALL))
            .statusCode(200)
            .header("X-Ziggurat-Provider", "openai")
            .header("X-Ziggurat-Model", SMALL)
            .header("X-Ziggurat-Attempts", "1")
            .header("X-Ziggurat-Cost", "0.000000060")
            .body("object", equalTo("list"))
            .body("model", equalTo(SMALL))
            .body("data", hasSize(1))
            .body("data[0].object", equalTo("embedding"))
            .body("data[0].index", equalTo(0))
            .body("data[0].embedding", hasSize(1536))
            .body("usage.prompt_tokens", equalTo(3))
            .body("usage.total_tokens", equalTo(3));
    assertThat(rows(answer.extract().header("X-Request-Id")))
        .containsExactly("openai " + SMALL + " OK 3 0 60");
  }

  @Test
  void everyFormOfInputHasOneVectorForEach() {
    var text = vector(ask("\"input\": \"hello there\"").statusCode(200), 0);
    var texts = ask("\"input\": [\"other\", \"hello there\"]").statusCode(200);
    texts.body("data.index", contains(0, 1));
    assertThat(vector(texts, 1)).isEqualTo(text).isNotEqualTo(vector(texts, 0));
    var tokens = vector(ask("\"input\": [15339, 1070]").statusCode(200), 0);
    var lists = ask("\"input\": [[1, 2, 3], [15339, 1070]]").statusCode(200);
    lists.body("data", hasSize(2)).body("usage.prompt_tokens", equalTo(5));
    assertThat(vector(lists, 1)).isEqualTo(tokens);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ", \"encoding_format\": \"float\""})
  void base64HasTheSameNumbers(String format) {
    var numbers = vector(ask("\"input\": \"hello there\"" + format).statusCode(200), 0);
    var base64 =
        ask("\"input\": \"hello there\", \"encoding_format\": \"base64\"")
            .statusCode(200)
            .extract()
            .jsonPath()
            .getString("data[0].embedding");
    assertThat(decoded(base64)).isEqualTo(numbers);
  }

  @ParameterizedTest
  @ValueSource(strings = {"float", "base64"})
  void aServerThatWritesTheOtherFormIsCorrected(String format) {
    var fields =
        "\"input\": [\"hello there\", \"other\"], \"encoding_format\": \"%s\"".formatted(format);
    var usual = ask(fields).statusCode(200).extract().jsonPath().getList("data");
    arena.faults("{\"openai\": {\"looseFormat\": true}}");
    assertThat(ask(fields).statusCode(200).extract().jsonPath().getList("data")).isEqualTo(usual);
  }

  @Test
  void parametersAndUnknownFieldsArePassedOn() {
    ask("\"model\": \"openai/text-embedding-3-large\", \"input\": [\"a\"], \"dimensions\": 256, \"user\": \"u\", \"novel\": {\"x\": 1}, \"fallback\": false, \"encoding_format\": null")
        .statusCode(200)
        .body("data[0].embedding", hasSize(256));
    given()
        .get("/simulator/observations")
        .then()
        .body("latest[-1].model", equalTo("text-embedding-3-large"))
        .body("latest[-1].parameters.keySet()", hasSize(4))
        .body("latest[-1].parameters.dimensions", equalTo(256))
        .body("latest[-1].parameters.user", equalTo("u"))
        .body("latest[-1].parameters.novel.x", equalTo(1))
        .body("latest[-1].parameters.input", contains("a"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"model\": \"auto\", "})
  void autoIsTheDefaultModel(String model) {
    ask(model + "\"input\": \"hello\"").statusCode(200).header("X-Ziggurat-Model", SMALL);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "`model`: `auto` | input | input is missing",
        "`input`: null | input | input is missing",
        "`input`: `` | input | empty",
        "`input`: [] | input | input must be a text",
        "`input`: {`a`: 1} | input | input must be a text",
        "`input`: [`a`, ``] | input | input[1] must be a text that is not empty",
        "`input`: [`a`, 3] | input | input[1] must be a text",
        "`input`: [3, `a`] | input | token ids",
        "`input`: [1.5] | input | token ids",
        "`input`: [-1] | input | token ids",
        "`input`: [[1], []] | input | input[1] must be a list of token ids",
        "`input`: `a`, `encoding_format`: `int8` | encoding_format | float or base64",
        "`input`: `a`, `dimensions`: 0 | dimensions | above 0",
        "`input`: `a`, `dimensions`: `7` | dimensions | above 0",
        "`input`: `a`, `user`: 7 | user | text",
        "`input`: `a`, `stream`: true | stream | not streamed",
        "`input`: `a`, `model`: 7 | model | text",
        "`input`: `a`, `dimensions`: 9999 | dimensions | at most 1536",
        "`input`: `a`, `model`: `openai/gpt-6-luna` | model | no embeddings",
      })
  void whatIsInvalidIsNamed(String fields, String param, String message) {
    ask(fields.replace('`', '"'))
        .statusCode(400)
        .body("error.type", equalTo("invalid_request_error"))
        .body("error.param", equalTo(param))
        .body("error.message", containsString(message));
  }

  @Test
  void inputsHaveTheirLimits() {
    var many = "\"a\",".repeat(2048) + "\"a\"";
    ask("\"input\": [%s]".formatted(many))
        .statusCode(400)
        .body("error.param", equalTo("input"))
        .body("error.message", containsString("at most 2048 inputs, not 2049"));
    var long1 = "[" + "7,".repeat(8192) + "7]";
    ask("\"input\": [[1], %s]".formatted(long1))
        .statusCode(400)
        .body("error.code", equalTo("context_length_exceeded"))
        .body("error.message", startsWith("Input 1 (counted from 0) is longer than"));
    var full = "[" + "7,".repeat(8191) + "7]";
    ask("\"input\": [%s]".formatted(String.join(",", Collections.nCopies(37, full))))
        .statusCode(400)
        .body("error.code", equalTo("context_length_exceeded"))
        .body("error.message", containsString("303104 tokens together"));
    // What is only a little too long is counted by the provider.
    ask("\"input\": \"%s\"".formatted("word ".repeat(8192)))
        .statusCode(400)
        .body("error.code", equalTo("context_length_exceeded"))
        .body("error.message", containsString("maximum context length"));
    given().get("/simulator/observations").then().body("providers.openai.requests", equalTo(1));
  }

  /** Larger than any answer of a chat may be. */
  @Test
  void aLargeBatchIsAnswered() {
    var answer =
        ask("\"model\": \"text-embedding-3-large\", \"encoding_format\": \"base64\", \"input\": [%s]"
                .formatted(String.join(",", Collections.nCopies(300, "[7]"))))
            .statusCode(200)
            .header("X-Ziggurat-Attempts", "1")
            .extract()
            .asString();
    assertThat(answer).hasSizeGreaterThan(4 * 1024 * 1024).contains("\"index\":299");
  }

  @Test
  void aModelOfVectorsDoesNotChat() {
    with("dev-admin")
        .body(
            "{\"model\": \"%s\", \"messages\": [{\"role\": \"user\", \"content\": \"hi\"}]}"
                .formatted(SMALL))
        .post("/v1/chat/completions")
        .then()
        .statusCode(400)
        .body("error.param", equalTo("model"))
        .body("error.message", containsString("POST /v1/embeddings"));
    ask("\"model\": \"no-such-model\", \"input\": \"a\"")
        .statusCode(404)
        .body("error.code", equalTo("model_not_found"))
        .body("error.param", equalTo("model"));
  }

  @Test
  void nobodyElseIsAskedForTheVectorsOfAnotherModel() {
    arena.faults("{\"openai\": {\"status\": 503}}");
    var call =
        ask("\"input\": \"hello\"")
            .statusCode(503)
            .body("error.code", equalTo("chain_exhausted"))
            .body("error.path.provider.unique()", contains("openai"))
            .extract()
            .header("X-Request-Id");
    assertThat(rows(call)).hasSize(2);
    given().get("/simulator/observations").then().body("providers.wandb.requests", equalTo(0));
  }

  @Test
  void aSingleFailureIsRetried() {
    arena.faults("{\"openai\": {\"status\": 500, \"only\": {\"first\": 1}}}");
    ask("\"input\": \"hello\"").statusCode(200).header("X-Ziggurat-Attempts", "2");
  }

  @Test
  void pathIsExplained() {
    with("dev-admin")
        .header("X-Ziggurat-Explain", "true")
        .body("{\"input\": \"hello\"}")
        .post("/v1/embeddings")
        .then()
        .statusCode(200)
        .body("data", hasSize(1))
        .body("ziggurat.path[0].provider", equalTo("openai"));
  }

  @Test
  void aLimitOfTheCostIsKeptBeforeTheCall() {
    with("dev-admin")
        .header("X-Ziggurat-Max-Cost", "0.000000001")
        .body("{\"input\": \"hello\"}")
        .post("/v1/embeddings")
        .then()
        .statusCode(429)
        .body("error.code", equalTo("insufficient_quota"));
    given().get("/simulator/observations").then().body("providers.openai.requests", equalTo(0));
  }

  @Test
  void withoutUsageTheCostIsUnknownAndBounded() {
    arena.faults("{\"openai\": {\"withoutUsage\": true}}");
    ask("\"input\": \"hello\"")
        .statusCode(200)
        .header("X-Ziggurat-Cost", "unknown")
        .header("X-Ziggurat-Cost-At-Most", startsWith("0.000000"))
        .body("usage", nullValue());
  }
}
