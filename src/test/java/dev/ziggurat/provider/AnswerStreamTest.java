package dev.ziggurat.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.FinishReason;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.ProviderFailure.ConnectionLost;
import dev.ziggurat.llm.StreamPiece;
import dev.ziggurat.llm.UpstreamModel;
import io.quarkus.arc.All;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Streams over a connection that breaks, and errors inside them. */
@QuarkusTest
@TestProfile(KeyedProviders.class)
class AnswerStreamTest {

  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final String HEAD =
      "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nx-request-id: req_7\r\nTransfer-Encoding: chunked\r\n\r\n";
  private static final String CHUNK =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"x\"},\"finish_reason\":%s}]}\n\n";
  private static final String TEXT =
      """
      event: message_start
      data: {"type":"message_start","message":{"id":"msg_1","usage":{"input_tokens":7,"output_tokens":1}}}

      event: content_block_start
      data: {"type":"content_block_start","index":0,"content_block":{"type":"text","text":"x"}}

      """;
  private static final String DELTA =
      "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":5}}\n\n";

  RawServer server;

  @Inject @All List<ChatProvider> providers;
  @Inject ObjectMapper json;

  private Completion read(Provider provider) throws InterruptedException {
    return read(provider, new ArrayList<>());
  }

  private Completion read(Provider provider, List<StreamPiece.Delta> pieces)
      throws InterruptedException {
    var request = new ForwardedRequest(json.createObjectNode(), 100, Optional.empty());
    request
        .body()
        .put("stream", true)
        .putArray("messages")
        .addObject()
        .put("role", "user")
        .put("content", "Go.");
    var chat =
        providers.stream()
            .filter(candidate -> candidate.provider().equals(provider))
            .findFirst()
            .orElseThrow();
    try (var stream = chat.stream(request, new UpstreamModel("m", 0, 0, Set.of()))) {
      var more = new Semaphore(0);
      stream.whenMore(more::release);
      while (true) {
        var piece = stream.poll(LIMIT);
        if (piece.isEmpty()) {
          more.acquire();
        } else if (piece.get() instanceof StreamPiece.End end) {
          assertThat(stream.poll(LIMIT)).isEmpty();
          return end.completion();
        } else if (piece.get() instanceof StreamPiece.Delta delta) {
          pieces.add(delta);
        }
      }
    }
  }

  private void breaksAfter(String events) {
    server.handleWith(
        exchange -> {
          exchange.write(HEAD + Integer.toHexString(events.length()) + "\r\n" + events + "\r\n");
          exchange.close();
        });
  }

  /** Nothing of the answer is missing but the mark that says so. */
  @ParameterizedTest
  @CsvSource({"wandb", "claude"})
  void connectionLostAfterTheAnswerWasCompleteLosesNothing(Provider provider) throws Exception {
    breaksAfter(provider.equals(Provider.CLAUDE) ? TEXT + DELTA : CHUNK.formatted("\"stop\""));

    assertThat(read(provider).finishReason()).isEqualTo(FinishReason.STOP);
  }

  @ParameterizedTest
  @CsvSource({"wandb", "claude"})
  void connectionLostBeforeThatIsLost(Provider provider) {
    breaksAfter(provider.equals(Provider.CLAUDE) ? TEXT : CHUNK.formatted("null"));

    assertThat(catchThrowableOfType(ConnectionLost.class, () -> read(provider))).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({
    "wandb, 400, InvalidRequest",
    "groq, 401, AuthRejected",
    "openai, 402, BillingBlocked",
    "wandb, 429, RateLimited",
    "claude, 429, RateLimited",
    "openai, 503, Overloaded"
  })
  void errorInAStreamHasTheStatusThatItNames(Provider provider, int code, String type) {
    var error =
        "{\"error\":{\"message\":\"Try again in 20s\",\"type\":\"BadRequestError\",\"param\":null,\"code\":%d}}"
            .formatted(code);
    breaksAfter("data: " + error + "\n\ndata: [DONE]\n\n");
    checkError(provider, code, type);

    // Some servers do not begin a stream to tell of an error.
    server.answers(200, Map.of("content-type", "application/json", "x-request-id", "req_7"), error);
    checkError(provider, code, type);
  }

  /** A connection that was used before often belongs to another event loop than the call. */
  @Test
  void whatCameBeforeAReusedConnectionWasLostIsRead() throws Exception {
    for (var i = 0; i < 20; i++) {
      server.answers(
          200,
          Map.of("content-type", "text/event-stream"),
          CHUNK.formatted("\"stop\"") + "data: [DONE]\n\n");
      // Each thread's calls have an event loop of their own.
      try (var thread = Executors.newVirtualThreadPerTaskExecutor()) {
        thread.submit(() -> read(Provider.OPENAI)).get();
      }
      breaksAfter(
          "data: {\"error\":{\"message\":\"Try again in 20s\",\"type\":\"x\",\"code\":402}}\n\n");
      checkError(Provider.OPENAI, 402, "BillingBlocked");
    }
  }

  /** Many at once, so that the event loops have always something else to do, too. */
  @Test
  void theFirstPieceIsReadHoweverSoonItFollowsTheHeaders() throws Exception {
    server.answers(
        200,
        Map.of("content-type", "text/event-stream"),
        CHUNK.formatted("null") + CHUNK.formatted("\"stop\"") + "data: [DONE]\n\n");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Future<Integer>>();
      for (var call = 0; call < 2_000; call++) {
        calls.add(
            threads.submit(
                () -> {
                  var pieces = new ArrayList<StreamPiece.Delta>();
                  read(Provider.OPENAI, pieces);
                  return pieces.size();
                }));
      }
      for (var call : calls) {
        assertThat(call.get()).isEqualTo(2);
      }
    }
  }

  private void checkError(Provider provider, int code, String type) {
    var failure = catchThrowableOfType(ProviderFailure.class, () -> read(provider));
    assertThat(failure).isNotNull();
    assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
    assertThat(failure.details().httpStatus()).isEqualTo(code);
    assertThat(failure.details().waitHint()).contains(Duration.ofSeconds(20));
    assertThat(failure.details().requestId()).contains("req_7");
  }
}
