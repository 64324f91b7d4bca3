package dev.ziggurat.ledger;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.Arena;
import dev.ziggurat.provider.KeyedProviders;
import dev.ziggurat.provider.RawServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What providers bill, as they report it on the wire, costs in the ledger what their price lists
 * say: to the nano-dollar. Each sum is worked out by hand. One US dollar per million tokens is
 * 1,000 nano-dollars per token.
 */
@QuarkusTest
@TestProfile(KeyedProviders.class)
class GoldenInvoicesTest {

  private static final String ID = "golden";

  /** OpenAI's: 100, 10, 125 and 500 nano-dollars per token; long prompts and tiers of their own. */
  private static final String OPENAI_PRICES =
      """
      [{"input": 9, "output": 9},
       {"from": "2026-01-01", "input": 0.1, "cached": 0.01, "cacheWrite": 0.125, "output": 0.5},
       {"from": "2026-01-01", "abovePromptTokens": 1000, "input": 0.2, "cached": 0.02, "cacheWrite": 0.25, "output": 0.75},
       {"tier": "priority", "input": 0.2, "cached": 0.02, "output": 1},
       {"tier": "flex", "input": 0.05, "cached": 0.005, "output": 0.25},
       {"from": "2199-01-01", "input": 9, "output": 9},
       {"from": "2199-01-01", "abovePromptTokens": 1000, "input": 9, "output": 9}]""";

  /** Groq's: 75, 37.5 and 300 nano-dollars per token; no price for prompts written to a cache. */
  private static final String GROQ_PRICES =
      "[{\"input\": 0.075, \"cached\": 0.0375, \"output\": 0.3}]";

  /** W&B's: 30 and 170 nano-dollars per token, whether cached or not. */
  private static final String WANDB_PRICES = "[{\"input\": 0.03, \"output\": 0.17}]";

  /** Claude's: 1,000, 100, 1,250 and 5,000 nano-dollars per token, five times that above 1,000. */
  private static final String CLAUDE_PRICES =
      """
      [{"input": 1, "cached": 0.1, "cacheWrite": 1.25, "output": 5},
       {"abovePromptTokens": 1000, "input": 5, "cached": 0.5, "cacheWrite": 6.25, "output": 25}]""";

  RawServer server;

  @Inject Arena arena;

  private static boolean registered;

  /** Once: an address may have few connections open, and each request here leaves one. */
  @BeforeEach
  void register() {
    if (registered) {
      return;
    }
    registered = true;
    Map.of(
            "openai", OPENAI_PRICES,
            "groq", GROQ_PRICES,
            "wandb", WANDB_PRICES,
            "claude", CLAUDE_PRICES)
        .forEach(GoldenInvoicesTest::register);
  }

  private static void register(String provider, String prices) {
    var answer =
        given()
            .header("Authorization", "Bearer dev-admin")
            .contentType(ContentType.JSON)
            .body(
                """
                {"provider": "%s", "id": "%s", "contextTokens": 100000, "maxOutputTokens": 1000, "prices": %s}
                """
                    .formatted(provider, ID, prices))
            .post("/api/admin/models");
    assertThat(answer.statusCode()).as(answer.asString()).isIn(201, 409);
  }

  /** An invoice item: known cost, upper bound, whether the price is known. */
  private record Billed(long costNano, long atMostNano, boolean known) {

    static Billed exactly(long nano) {
      return new Billed(nano, nano, true);
    }
  }

  /** What the ledger says of a call that the provider answers with this body. */
  private Billed billed(String provider, boolean stream, String body) {
    server.answers(
        200, Map.of("content-type", stream ? "text/event-stream" : "application/json"), body);
    var call =
        given()
            .header("Authorization", "Bearer dev-admin")
            .contentType(ContentType.JSON)
            .body(
                """
                {"model": "%s/%s", "max_tokens": 500, "stream": %s, "messages": [{"role": "user", "content": "%s"}]}
                """
                    .formatted(provider, ID, stream, "word ".repeat(400)))
            .post("/v1/chat/completions");
    assertThat(call.statusCode()).as(call.asString()).isEqualTo(200);
    var id = call.header("X-Request-Id");
    var rows =
        Awaitility.await()
            .until(
                () ->
                    arena.rows(
                        """
                        select concat_ws(' ', provider, outcome, cost_nano, at_most_nano, price_known)
                        from attempt where call_id = cast(? as uuid)
                        """,
                        id),
                found -> !found.isEmpty());
    assertThat(rows).singleElement().asString().startsWith(provider + " OK ");
    var words = rows.getFirst().split(" ");
    return new Billed(Long.parseLong(words[2]), Long.parseLong(words[3]), words[4].equals("t"));
  }

  private Billed billed(String provider, String body) {
    return billed(provider, false, body);
  }

  /** An answer in chat completions format with these fields and this usage. */
  private static String chat(String fields, String usage) {
    return """
    {"id":"chatcmpl-1","object":"chat.completion","created":1795133000,"model":"golden",%s"choices":[
     {"index":0,"finish_reason":"stop","message":{"role":"assistant","content":"Ready."}}],"usage":%s}
    """
        .formatted(fields, usage);
  }

  private static String message(String usage) {
    return """
    {"id":"msg_1","type":"message","role":"assistant","model":"golden","content":[{"type":"text","text":"Ready."}],
     "stop_reason":"end_turn","stop_sequence":null,"usage":%s}
    """
        .formatted(usage);
  }

  @Test
  void openAiPlain() {
    // 82 x 100 + 23 x 500 = 8,200 + 11,500
    assertThat(
            billed(
                "openai",
                chat(
                    "\"service_tier\":\"default\",",
                    """
                    {"prompt_tokens":82,"completion_tokens":23,"total_tokens":105,
                     "prompt_tokens_details":{"cached_tokens":0,"audio_tokens":0},
                     "completion_tokens_details":{"reasoning_tokens":0,"audio_tokens":0,
                      "accepted_prediction_tokens":0,"rejected_prediction_tokens":0}}""")))
        .isEqualTo(Billed.exactly(19_700));
  }

  /** Cached and written tokens are parts of the prompt, reasoning is a part of the completion. */
  @Test
  void openAiCachedWrittenAndReasoned() {
    // (900 - 512 - 128) x 100 + 512 x 10 + 128 x 125 + 200 x 500
    //   = 26,000 + 5,120 + 16,000 + 100,000
    assertThat(
            billed(
                "openai",
                chat(
                    "",
                    """
                    {"prompt_tokens":900,"completion_tokens":200,"total_tokens":1100,
                     "prompt_tokens_details":{"cached_tokens":512,"cache_write_tokens":128},
                     "completion_tokens_details":{"reasoning_tokens":150}}""")))
        .isEqualTo(Billed.exactly(147_120));
  }

  /** The price of long prompts is that of the whole call, from the token after the threshold. */
  @Test
  void openAiAtAndAboveTheThreshold() {
    // 1,000 x 100 + 10 x 500
    assertThat(billed("openai", chat("", "{\"prompt_tokens\":1000,\"completion_tokens\":10}")))
        .isEqualTo(Billed.exactly(105_000));
    // (1,001 - 1) x 200 + 1 x 20 + 10 x 750 = 200,000 + 20 + 7,500
    assertThat(
            billed(
                "openai",
                chat(
                    "",
                    """
                    {"prompt_tokens":1001,"completion_tokens":10,
                     "prompt_tokens_details":{"cached_tokens":1}}""")))
        .isEqualTo(Billed.exactly(207_520));
  }

  /** Billed by the tier that the answer reports, whatever was asked for. */
  @Test
  void openAiTiers() {
    var usage = "{\"prompt_tokens\":100,\"completion_tokens\":10}";
    // 100 x 200 + 10 x 1,000
    assertThat(billed("openai", chat("\"service_tier\":\"priority\",", usage)))
        .isEqualTo(Billed.exactly(30_000));
    // 100 x 50 + 10 x 250
    assertThat(billed("openai", chat("\"service_tier\":\"flex\",", usage)))
        .isEqualTo(Billed.exactly(7_500));
    // No price for it: the usual one, 100 x 100 + 10 x 500, is only a guess.
    assertThat(billed("openai", chat("\"service_tier\":\"scale\",", usage)))
        .isEqualTo(new Billed(15_000, 15_000, false));
  }

  @Test
  void openAiStreamed() {
    // (70 - 64) x 100 + 64 x 10 + 5 x 500 = 600 + 640 + 2,500
    assertThat(
            billed(
                "openai",
                true,
                """
                data: {"id":"c","object":"chat.completion.chunk","model":"golden","choices":[{"index":0,"delta":{"content":"Rea"},"finish_reason":null}],"usage":null}

                data: {"id":"c","object":"chat.completion.chunk","model":"golden","choices":[{"index":0,"delta":{"content":"dy."},"finish_reason":"stop"}],"usage":null}

                data: {"id":"c","object":"chat.completion.chunk","model":"golden","choices":[],"usage":{"prompt_tokens":70,"completion_tokens":5,"total_tokens":75,"prompt_tokens_details":{"cached_tokens":64}}}

                data: [DONE]

                """))
        .isEqualTo(Billed.exactly(3_740));
  }

  /** Half a nano-dollar is rounded up, once for the call. */
  @Test
  void groqCachedHalfANanoDollar() {
    // (83 - 65) x 75 + 65 x 37.5 + 23 x 300 = 1,350 + 2,437.5 + 6,900 = 10,687.5
    assertThat(
            billed(
                "groq",
                chat(
                    "\"service_tier\":\"on_demand\",\"x_groq\":{\"id\":\"req_01\"},",
                    """
                    {"queue_time":0.03,"prompt_tokens":83,"prompt_time":0.01,"completion_tokens":23,"completion_time":0.2,
                     "total_tokens":106,"total_time":0.21,"prompt_tokens_details":{"cached_tokens":65},
                     "completion_tokens_details":{"reasoning_tokens":9}}""")))
        .isEqualTo(Billed.exactly(10_688));
  }

  /** Groq's flex tier has the usual price (its documentation on service tiers). */
  @Test
  void groqFlex() {
    // 10 x 75 + 2 x 300
    assertThat(
            billed(
                "groq",
                chat(
                    "\"service_tier\":\"flex\",",
                    "{\"prompt_tokens\":10,\"completion_tokens\":2}")))
        .isEqualTo(Billed.exactly(1_350));
  }

  @Test
  void groqStreamed() {
    // 20 x 75 + 4 x 300 = 1,500 + 1,200; x_groq repeats the usage and is not added
    assertThat(
            billed(
                "groq",
                true,
                """
                data: {"id":"c","object":"chat.completion.chunk","model":"golden","choices":[{"index":0,"delta":{"role":"assistant","content":"Ready."},"finish_reason":null}],"x_groq":{"id":"req_01"}}

                data: {"id":"c","object":"chat.completion.chunk","model":"golden","choices":[{"index":0,"delta":{},"finish_reason":"stop"}],"x_groq":{"id":"req_01","usage":{"prompt_tokens":20,"completion_tokens":4,"total_tokens":24}}}

                data: {"id":"c","object":"chat.completion.chunk","model":"golden","choices":[],"usage":{"prompt_tokens":20,"completion_tokens":4,"total_tokens":24}}

                data: [DONE]

                """))
        .isEqualTo(Billed.exactly(2_700));
  }

  /** Models without prefix caching have no details, or null for them. */
  @Test
  void wandbPlain() {
    // 1,234 x 30 + 467 x 170 = 37,020 + 79,390
    for (var details : List.of("", ",\"prompt_tokens_details\":null")) {
      assertThat(
              billed(
                  "wandb",
                  chat(
                      "",
                      "{\"prompt_tokens\":1234,\"completion_tokens\":467,\"total_tokens\":1701"
                          + details
                          + "}")))
          .isEqualTo(Billed.exactly(116_410));
    }
  }

  /** Without a price of their own cached tokens cost what others do. */
  @Test
  void wandbCachedAtTheUsualPrice() {
    // 100 x 30 + 7 x 170 = 3,000 + 1,190
    assertThat(
            billed(
                "wandb",
                chat(
                    "",
                    """
                    {"prompt_tokens":100,"completion_tokens":7,"total_tokens":107,
                     "prompt_tokens_details":{"cached_tokens":96}}""")))
        .isEqualTo(Billed.exactly(4_190));
  }

  /** Claude's input tokens are without those read from and written to the cache. */
  @Test
  void claudeCachedWrittenAndThought() {
    // 41 x 1,000 + 5 x 100 + 7 x 1,250 + 27 x 5,000 = 41,000 + 500 + 8,750 + 135,000
    assertThat(
            billed(
                "claude",
                message(
                    """
                    {"input_tokens":41,"output_tokens":27,"cache_creation_input_tokens":7,"cache_read_input_tokens":5,
                     "cache_creation":{"ephemeral_5m_input_tokens":7,"ephemeral_1h_input_tokens":0},
                     "output_tokens_details":{"thinking_tokens":14},"service_tier":"standard"}""")))
        .isEqualTo(Billed.exactly(185_250));
  }

  /** The threshold is one of the whole prompt, cached tokens included. */
  @Test
  void claudeAboveTheThreshold() {
    // 10 x 5,000 + 990 x 500 + 1 x 6,250 + 2 x 25,000 = 50,000 + 495,000 + 6,250 + 50,000
    assertThat(
            billed(
                "claude",
                message(
                    """
                    {"input_tokens":10,"output_tokens":2,"cache_creation_input_tokens":1,
                     "cache_read_input_tokens":990}""")))
        .isEqualTo(Billed.exactly(601_250));
    // 10 x 1,000 + 990 x 100 + 2 x 5,000 = 10,000 + 99,000 + 10,000
    assertThat(
            billed(
                "claude",
                message(
                    "{\"input_tokens\":10,\"output_tokens\":2,\"cache_read_input_tokens\":990}")))
        .isEqualTo(Billed.exactly(119_000));
  }

  /** The counts of a stream are cumulative: the last ones are billed. */
  @Test
  void claudeStreamed() {
    // 30 x 1,000 + 20 x 100 + 12 x 5,000 = 30,000 + 2,000 + 60,000
    assertThat(
            billed(
                "claude",
                true,
                """
                event: message_start
                data: {"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"golden","content":[],"stop_reason":null,"usage":{"input_tokens":30,"cache_creation_input_tokens":0,"cache_read_input_tokens":20,"output_tokens":1}}}

                event: content_block_start
                data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":""}}

                event: content_block_delta
                data: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Ready."}}

                event: content_block_stop
                data: {"type":"content_block_stop","index":0}

                event: message_delta
                data: {"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":12}}

                event: message_stop
                data: {"type":"message_stop"}

                """))
        .isEqualTo(Billed.exactly(92_000));
  }

  /** What is not known is not free: it counts at the most that it may have cost. */
  @Test
  void withoutUsageTheCostIsUnknown() {
    for (var provider : List.of("openai", "groq", "wandb")) {
      var billed = billed(provider, chat("", "null"));
      assertThat(billed.known()).isFalse();
      assertThat(billed.costNano()).isZero();
      assertThat(billed.atMostNano()).isPositive();
    }
  }
}
