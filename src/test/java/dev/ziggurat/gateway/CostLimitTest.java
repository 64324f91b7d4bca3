package dev.ziggurat.gateway;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import dev.ziggurat.Arena;
import dev.ziggurat.ledger.Budgets;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A cost limit holds whatever the provider bills. The provider here bills what a test says. */
@QuarkusTest
class CostLimitTest {

  private static final String CHAT = "/v1/chat/completions";
  private static final String PROVIDERS = "/api/admin/providers";
  private static final String KEY_VARIABLE = "BILLER_API_KEY";
  private static final String COST = "X-Ziggurat-Cost";
  private static final String AT_MOST = "X-Ziggurat-Cost-At-Most";
  private static final long NANO = 1_000_000_000;

  private static final String FILE = "{\"type\": \"file\", \"file\": {\"file_id\": \"f\"}}";
  private static final String IMAGE =
      "{\"type\": \"image_url\", \"image_url\": {\"url\": \"https://example.com/a.png\"}}";

  private static StubProvider stub;

  @Inject Arena arena;
  @Inject Budgets budgets;

  /** A key and its secret; none for the admin. */
  private record Made(String id, String secret) {}

  private static final Made ADMIN = new Made("", "dev-admin");

  @BeforeAll
  static void open() {
    stub = new StubProvider();
    System.setProperty(KEY_VARIABLE, "sk-biller");
  }

  @AfterAll
  static void close() {
    System.clearProperty(KEY_VARIABLE);
    stub.close();
  }

  @BeforeEach
  void add() {
    admin().delete(PROVIDERS + "/biller");
    arena.calm();
    stub.answers(200);
    stub.uses("{\"prompt_tokens\": 7, \"completion_tokens\": 5}");
    stub.billsBy("default");
    admin()
        .body(
            """
            {"id": "biller", "name": "Biller", "apiBase": "%s", "keyVariable": "BILLER_API_KEY",
             "defaultModel": "mini"}"""
                .formatted(stub.base()))
        .post(PROVIDERS)
        .then()
        .statusCode(201);
    register("mini", "\"contextTokens\": 128000, \"maxOutputTokens\": 16384, ");
    register("windowless", "");
  }

  private static void register(String id, String limits) {
    admin()
        .body(
            """
            {"provider": "biller", "id": "%s", %s"can": ["TEMPERATURE", "VISION", "TOOLS"],
             "prices": [{"input": 0.15, "cached": 0.075, "cacheWrite": 0.1875, "output": 0.6}]}"""
                .formatted(id, limits))
        .post("/api/admin/models")
        .then()
        .statusCode(201);
  }

  @AfterEach
  void leaveAsItWas() {
    admin().delete(PROVIDERS + "/biller");
    arena.calm();
  }

  private static RequestSpecification admin() {
    return given().header("Authorization", "Bearer dev-admin").contentType(ContentType.JSON);
  }

  private static Made key(String terms) {
    var answer =
        admin()
            .body("{\"name\": \"Bounded\", " + terms + "}")
            .post("/api/admin/keys")
            .then()
            .statusCode(201)
            .extract()
            .jsonPath();
    return new Made(answer.getString("key.id"), answer.getString("secret"));
  }

  private static String body(String model, String part, String more) {
    return """
    {"model": "biller/%s", "fallback": false, "max_tokens": 10, %s
     "messages": [{"role": "user", "content": [{"type": "text", "text": "hello"}%s]}]}"""
        .formatted(model, more, part.isEmpty() ? "" : ", " + part);
  }

  private static RequestSpecification with(Made key) {
    return given().header("Authorization", "Bearer " + key.secret()).contentType(ContentType.JSON);
  }

  private static ValidatableResponse ask(Made key, String part) {
    return with(key).body(body("mini", part, "")).post(CHAT).then();
  }

  private static ValidatableResponse askFor(Made key, String more) {
    return with(key).body(body("mini", "", more)).post(CHAT).then();
  }

  private int admitted(Made key, String part, int calls) {
    var admitted = 0;
    for (var call = 0; call < calls; call++) {
      admitted += ask(key, part).extract().statusCode() == 200 ? 1 : 0;
    }
    return admitted;
  }

  private long spentToday(Made key) {
    budgets.flush();
    return arena.number(
        "select coalesce(sum(spent), 0) from budget where id ~ ?",
        "key/" + key.id() + "/\\d{4}-\\d\\d-\\d\\d$");
  }

  /** Nothing limits the answer, so no reservation would be an upper bound. */
  @Test
  void anAnswerWithoutAnyLimitIsRefusedBelowALimit() {
    var unlimited =
        "{\"model\": \"biller/windowless\", \"fallback\": false,"
            + " \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}";
    var key = key("\"dollarsPerDay\": 5");
    with(key)
        .body(unlimited)
        .post(CHAT)
        .then()
        .statusCode(429)
        .body("error.message", containsString("max_tokens is missing"));
    assertThat(stub.asked()).isEmpty();
    assertThat(spentToday(key)).isZero();

    with(key).body(body("windowless", "", "")).post(CHAT).then().statusCode(200);
    stub.uses("{\"prompt_tokens\": 7, \"completion_tokens\": 60000}");
    with(ADMIN).body(unlimited).post(CHAT).then().statusCode(200).header(COST, "0.036001050");
  }

  /** The provider told what it bills, so not the worst case is counted. */
  @Test
  void aStreamThatBreaksCostsWhatItUsed() {
    var key = key("\"dollarsPerDay\": 5");
    arena.faults("{\"wandb\": {\"finishReason\": \"abort\"}}");
    var text =
        with(key)
            .body(
                "{\"model\": \"wandb/openai/gpt-oss-20b\", \"stream\": true,"
                    + " \"messages\": [{\"role\": \"user\", \"content\": \"hello\"}]}")
            .post(CHAT)
            .then()
            .statusCode(200)
            .extract()
            .asString();
    assertThat(text).contains("stream_broken");
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        arena.rows(
                            "select outcome || ' ' || (cost_nano > 0) || ' ' || (cost_nano = at_most_nano)"
                                + " || ' ' || (output_tokens > 0) from attempt where key_id = ?::uuid",
                            key.id()))
                    .containsExactly("IO true true true"));
  }

  @Test
  void aFileMayTakeTheWholeContextWindow() {
    stub.uses("{\"prompt_tokens\": 100000, \"completion_tokens\": 10}");
    var poor = key("\"dollarsPerDay\": 0.01");
    ask(poor, FILE)
        .statusCode(429)
        .body("error.code", equalTo("insufficient_quota"))
        .body(
            "error.message",
            containsString("messages[0].content[1] may take the whole context window"));
    assertThat(stub.asked()).isEmpty();
    assertThat(spentToday(poor)).isZero();

    var richer = key("\"dollarsPerMonth\": 0.05");
    assertThat(admitted(richer, FILE, 6)).isBetween(2, 3);
    assertThat(spentToday(richer)).isLessThanOrEqualTo(NANO / 20);
  }

  @Test
  void aFileIsRefusedWhereTheContextWindowIsUnknown() {
    with(key("\"dollarsPerDay\": 5"))
        .body(body("windowless", FILE, ""))
        .post(CHAT)
        .then()
        .statusCode(429)
        .body("error.path.reason", hasItem(containsString("messages[0].content[1]")))
        .body("error.path.reason", hasItem(containsString("contextTokens are unknown")));
    assertThat(stub.asked()).isEmpty();
    with(ADMIN).body(body("windowless", FILE, "")).post(CHAT).then().statusCode(200);
  }

  @Test
  void anImageIsReservedAsTheModelThatCountsMostBillsIt() {
    stub.uses("{\"prompt_tokens\": 36835, \"completion_tokens\": 10}");
    var key = key("\"dollarsPerDay\": 0.10");
    assertThat(admitted(key, IMAGE, 24)).isBetween(12, 18);
    assertThat(spentToday(key)).isLessThanOrEqualTo(NANO / 10);
  }

  @Test
  void theCallersOwnLimitHoldsLikewise() {
    stub.uses("{\"prompt_tokens\": 100000, \"completion_tokens\": 10}");
    for (var part : List.of(FILE, IMAGE)) {
      with(ADMIN)
          .header("X-Ziggurat-Max-Cost", "0.001")
          .body(body("mini", part, ""))
          .post(CHAT)
          .then()
          .statusCode(429)
          .body("error.message", containsString("X-Ziggurat-Max-Cost limits it to $0.001"));
    }
    assertThat(stub.asked()).isEmpty();
  }

  @Test
  void whatSettlesAboveItsReservationEndsAdmissionAtOnce() {
    // Above the bound, but not so far that it is not believed: $0.0015 against $0.0002.
    stub.uses("{\"prompt_tokens\": 10000, \"completion_tokens\": 10}");
    var key = key("\"dollarsPerDay\": 0.001");
    assertThat(admitted(key, "", 5)).isEqualTo(1);
    assertThat(spentToday(key)).isEqualTo(1_506_000);
  }

  @Test
  void admissionPassesALimitByNoMoreThanTheCallsInFlight() throws Exception {
    stub.uses("{\"prompt_tokens\": 10000, \"completion_tokens\": 10}");
    var cap = 2_000_000;
    var billed = 1_506_000;
    var inFlight = 8;
    var key = key("\"dollarsPerDay\": 0.002");
    for (var round = 0; round < 3; round++) {
      var start = new CyclicBarrier(inFlight);
      var pending = new ArrayList<Future<Integer>>();
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (var call = 0; call < inFlight; call++) {
          pending.add(
              threads.submit(
                  () -> {
                    start.await();
                    return ask(key, "").extract().statusCode();
                  }));
        }
      }
      for (var each : pending) {
        assertThat(each.get()).isIn(200, 429);
      }
    }
    assertThat(spentToday(key)).isBetween((long) billed, cap + (long) inFlight * billed);
    assertThat(stub.asked()).hasSizeLessThanOrEqualTo(inFlight);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"prompt_tokens\": 7}",
        "{\"prompt_tokens\": 0, \"completion_tokens\": 0}",
        "{\"prompt_tokens\": -5, \"completion_tokens\": -5}",
        "{\"prompt_tokens\": 7, \"completion_tokens\": 1000000000}",
        "{\"prompt_tokens\": 1000000000, \"completion_tokens\": 5}"
      })
  void anUnknownOrImpossibleUsageIsSaidAndCountedAtMost(String usage) {
    stub.uses(usage);
    var key = key("\"dollarsPerMonth\": 0.002");
    var answer = ask(key, "").statusCode(200).header(COST, "unknown").extract();
    var atMost = new BigDecimal(answer.header(AT_MOST));
    assertThat(atMost).isPositive().isLessThan(new BigDecimal("0.001"));
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        arena.rows(
                            "select cost_nano || ' ' || at_most_nano || ' ' || price_known || ' '"
                                + " || coalesce(input_tokens, 0) from attempt where key_id = ?::uuid",
                            key.id()))
                    .containsExactly(
                        "0 " + atMost.movePointRight(9).longValueExact() + " false 0"));
    assertThat(spentToday(key)).isEqualTo(atMost.movePointRight(9).longValueExact());
    // One wrong count does not lock the key.
    with(key)
        .header("X-Ziggurat-Explain", "true")
        .body(body("mini", "", ""))
        .post(CHAT)
        .then()
        .statusCode(200)
        .body("ziggurat.path[0].costKnown", equalTo(false));
  }

  @Test
  void aCostThatIsKnownIsSaid() {
    ask(ADMIN, "").statusCode(200).header(COST, "0.000004050").header(AT_MOST, equalTo(null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"service_tier\": \"priority\", | service_tier",
        "\"web_search_options\": {}, | web_search_options",
        "\"tools\": [{\"type\": \"browser_search\"}], | tools[0]",
        "\"modalities\": [\"text\", \"audio\"], | modalities"
      })
  void whatIsNotBilledByTokensIsRefusedBelowALimit(String field, String path) {
    askFor(key("\"dollarsPerDay\": 5"), field)
        .statusCode(400)
        .body("error.param", equalTo(path))
        .body("error.message", containsString("Leave it out, or call without a cost limit"));
    with(ADMIN)
        .header("X-Ziggurat-Max-Cost", "5")
        .body(body("mini", "", field))
        .post(CHAT)
        .then()
        .statusCode(400)
        .body("error.param", equalTo(path));
    assertThat(stub.asked()).isEmpty();
    stub.billsBy("priority");
    askFor(ADMIN, field).statusCode(200).header(COST, "unknown").header(AT_MOST, equalTo(null));
  }

  @Test
  void aCheaperTierIsCountedAtTheUsualPrice() {
    var key = key("\"dollarsPerDay\": 5");
    stub.billsBy("flex");
    askFor(key, "\"service_tier\": \"flex\",").statusCode(200).header(COST, "unknown");
    assertThat(spentToday(key)).isEqualTo(4_050);
  }

  private static void priceTiers() {
    admin()
        .body(
            """
            {"prices": [{"tier": "flex", "input": 0.075, "output": 0.3},
              {"tier": "priority", "input": 0.25, "cached": 0.125, "output": 1}]}""")
        .patch("/api/admin/models/biller/mini")
        .then()
        .statusCode(200);
  }

  /** 7 prompt tokens and 5 of the answer: exact by the tier that the answer reports. */
  @ParameterizedTest
  @CsvSource({
    "priority, priority, 0.000006750",
    "priority, default, 0.000004050",
    "flex, flex, 0.000002025",
    "flex, default, 0.000004050",
    "auto, priority, 0.000006750",
    "default, default, 0.000004050"
  })
  void aTierWithAPriceIsCountedByTheTierThatTheAnswerReports(
      String asked, String reported, String cost) {
    priceTiers();
    stub.billsBy(reported);
    var key = key("\"dollarsPerDay\": 5");
    askFor(key, "\"service_tier\": \"%s\",".formatted(asked)).statusCode(200).header(COST, cost);
    assertThat(spentToday(key)).isEqualTo(new BigDecimal(cost).movePointRight(9).longValueExact());
    with(key)
        .body(body("mini", "", "\"stream\": true, \"service_tier\": \"%s\",".formatted(asked)))
        .post(CHAT)
        .then()
        .statusCode(200);
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        arena.rows(
                            "select cost_nano || ' ' || price_known from attempt"
                                + " where key_id = ?::uuid",
                            key.id()))
                    .hasSize(2)
                    .containsOnly(
                        new BigDecimal(cost).movePointRight(9).longValueExact() + " true"));
  }

  @Test
  void aTierThatTheAnswerDoesNotReportCostsBetweenThePricesOfBoth() {
    priceTiers();
    stub.billsBy("");
    var key = key("\"dollarsPerDay\": 5");
    askFor(key, "\"service_tier\": \"priority\",")
        .statusCode(200)
        .header(COST, "unknown")
        .header(AT_MOST, "0.000006750");
    assertThat(spentToday(key)).isEqualTo(6_750);
  }

  @Test
  void theDearestTierThatMayBeBilledIsReserved() {
    priceTiers();
    var limit = "X-Ziggurat-Max-Cost";
    var usual = with(ADMIN).body(body("mini", "", "\"service_tier\": \"default\","));
    usual.header(limit, "0.0001").post(CHAT).then().statusCode(200);
    for (var asked : List.of("", "\"service_tier\": \"priority\",")) {
      with(ADMIN)
          .body(body("mini", "", asked))
          .header(limit, "0.0001")
          .post(CHAT)
          .then()
          .statusCode(429)
          .body("error.message", containsString("over budget"));
    }
  }

  @Test
  void tokensWrittenToTheCacheHaveTheirPrice() {
    stub.uses(
        "{\"prompt_tokens\": 1000, \"completion_tokens\": 10, \"prompt_tokens_details\":"
            + " {\"cached_tokens\": 100, \"cache_write_tokens\": 800}}");
    // 100 * 0.15 + 100 * 0.075 + 800 * 0.1875 + 10 * 0.6 = 178.5 dollars per million tokens.
    ask(ADMIN, "").statusCode(200).header(COST, "0.000178500");
    var key = key("\"dollarsPerDay\": 5");
    with(key)
        .body(body("mini", "", "\"stream\": true,"))
        .post(CHAT)
        .then()
        .statusCode(200)
        .header("X-Request-Id", notNullValue());
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        arena.rows(
                            "select cost_nano || ' ' || cache_write_tokens from attempt where key_id = ?::uuid",
                            key.id()))
                    .containsExactly("178500 800"));
  }
}
