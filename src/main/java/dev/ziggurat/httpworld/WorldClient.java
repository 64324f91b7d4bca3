package dev.ziggurat.httpworld;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.ziggurat.http.OutgoingAnswer;
import dev.ziggurat.http.OutgoingClient;
import dev.ziggurat.http.OutgoingFailure;
import dev.ziggurat.http.OutgoingFailure.Kind;
import dev.ziggurat.http.OutgoingRequest;
import dev.ziggurat.http.RequestSignature;
import dev.ziggurat.world.WorldUnavailable;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Asks worlds: signs, sends, reads, checks, and lists every call. A call whose connection ends
 * before its answer is sent once more: every operation may be asked again.
 */
@Singleton
class WorldClient {

  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;
  private static final int OK = 200;
  private static final int FIRST_ERROR = 300;
  private static final int UNPROCESSABLE = 422;
  private static final int COMPRESSED_FROM_BYTES = 16 * 1024;
  private static final int DETAIL_CHARACTERS = 500;
  private static final byte[] NOTHING = {};

  private final OutgoingClient client;
  private final HttpWorldConfig config;
  private final WorldKeys keys;
  private final WorldCalls calls;
  private final InstantSource time;
  private final ObjectMapper json;
  private final ObjectReader reader;

  WorldClient(
      Vertx vertx,
      HttpWorldConfig config,
      WorldKeys keys,
      WorldCalls calls,
      InstantSource time,
      ObjectMapper json) {
    this.client = new OutgoingClient(vertx, config.privateAddresses());
    this.config = config;
    this.keys = keys;
    this.calls = calls;
    this.time = time;
    this.json = json;
    this.reader =
        json.readerFor(JsonNode.class)
            .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .with(StreamReadFeature.STRICT_DUPLICATE_DETECTION);
  }

  void close(@Observes ShutdownEvent end) {
    client.close();
  }

  /** What is known of a call so far. */
  private static final class Progress {
    private long sent;
    private long received;
    private int status;
  }

  /**
   * Asks; blocks.
   *
   * @throws WorldUnavailable if there is no answer, or it is not as the contract says
   * @throws WorldRefusal if the world refused to found a game
   */
  <T> T ask(WorldRequest<T> request) {
    var started = time.instant();
    var progress = new Progress();
    var cuts = new CutTexts();
    var outcome = "failed";
    var reason = Optional.of("the call was broken off");
    try {
      var answer = exchanged(request, progress);
      var result = request.reader().apply(AnswerField.of(answer), cuts);
      outcome = "ok";
      reason = cuts.summary();
      return result;
    } catch (WorldUnavailable | WorldRefusal failed) {
      reason = Optional.ofNullable(failed.getMessage());
      throw failed;
    } finally {
      calls.add(
          new WorldCall(
              UUID.randomUUID(),
              request.game(),
              request.tick(),
              request.operation(),
              started,
              Duration.between(started, time.instant()).toMillis(),
              progress.status,
              outcome,
              reason,
              progress.sent,
              progress.received));
    }
  }

  private JsonNode exchanged(WorldRequest<?> request, Progress progress) {
    var address = request.address();
    address
        .urlFault(config.privateAddresses())
        .ifPresent(
            fault -> {
              throw new WorldUnavailable("the world's address " + fault, true);
            });
    var key =
        keys.find(address.keyVariable())
            .orElseThrow(
                () ->
                    new WorldUnavailable(
                        "the world has no key: "
                            + keys.fault(address.keyVariable()).orElse(address.keyVariable()),
                        true));
    var plain = request.body().map(this::bytes).orElse(NOTHING);
    if (plain.length > config.largestRequest().asLongValue()) {
      throw new WorldUnavailable(
          "the request to the world has %d bytes, more than ziggurat.http-world.largest-request"
              .formatted(plain.length),
          true);
    }
    var compressed = request.gzip() && plain.length > COMPRESSED_FROM_BYTES;
    var body = compressed ? gzip(plain) : plain;
    progress.sent = body.length;
    var answer = answer(request, key, body, compressed);
    progress.status = answer.status();
    progress.received = answer.body().length;
    var read = decompressed(answer);
    if (answer.status() < OK || answer.status() >= FIRST_ERROR) {
      throw error(request, answer.status(), read);
    }
    return tree(read);
  }

  private byte[] bytes(JsonNode body) {
    try {
      return json.writeValueAsBytes(body);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private OutgoingAnswer answer(
      WorldRequest<?> request, String key, byte[] body, boolean compressed) {
    var until = time.instant().plus(request.limit());
    try {
      return send(request, key, body, compressed, request.limit());
    } catch (OutgoingFailure failed) {
      var left = Duration.between(time.instant(), until);
      if (failed.kind() != Kind.CLOSED || !left.isPositive()) {
        throw unavailable(failed, request);
      }
      try {
        return send(request, key, body, compressed, left);
      } catch (OutgoingFailure again) {
        throw unavailable(again, request);
      }
    }
  }

  private OutgoingAnswer send(
      WorldRequest<?> request, String key, byte[] body, boolean compressed, Duration limit)
      throws OutgoingFailure {
    var headers = new HashMap<String, String>();
    headers.put(RequestSignature.HEADER, RequestSignature.of(key, time.instant(), body));
    headers.put("X-Ziggurat-Contract", "1");
    headers.put("Accept", "application/json");
    headers.put("Accept-Encoding", "gzip");
    if (request.body().isPresent()) {
      headers.put("Content-Type", "application/json");
    }
    if (compressed) {
      headers.put("Content-Encoding", "gzip");
    }
    return client.send(
        new OutgoingRequest(
            request.body().isPresent() ? "POST" : "GET",
            URI.create(request.url()),
            Map.copyOf(headers),
            body,
            config.connectTimeout(),
            limit,
            largestAnswer()));
  }

  private static WorldUnavailable unavailable(OutgoingFailure failed, WorldRequest<?> request) {
    var what = "the world at " + request.address().url();
    return new WorldUnavailable(
        switch (failed.kind()) {
          case NOT_SECURE -> what + " has no https address (ziggurat.http-world.private-addresses)";
          case NOT_PUBLIC ->
              what + " is at an address that is not public (ziggurat.http-world.private-addresses)";
          case UNREACHABLE -> what + " cannot be reached";
          case CLOSED -> what + " closed the connection before it answered " + request.operation();
          case LATE ->
              "%s did not answer %s within %d ms"
                  .formatted(what, request.operation(), request.limit().toMillis());
          case TOO_LONG ->
              "the world's answer to %s is longer than ziggurat.http-world.largest-answer"
                  .formatted(request.operation());
          case INTERRUPTED -> "the call to the world was cancelled";
        },
        switch (failed.kind()) {
          case NOT_SECURE, NOT_PUBLIC, UNREACHABLE -> true;
          case CLOSED, LATE, TOO_LONG, INTERRUPTED -> false;
        });
  }

  private byte[] decompressed(OutgoingAnswer answer) {
    var encoding = answer.encoding().strip();
    if (encoding.isEmpty() || encoding.equalsIgnoreCase("identity")) {
      return answer.body();
    }
    if (!encoding.equalsIgnoreCase("gzip")) {
      throw new WorldUnavailable(
          "the world's answer is wrong: its Content-Encoding must be gzip or none");
    }
    var most = largestAnswer();
    try (var in = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      var read = in.readNBytes(most);
      if (in.read() >= 0) {
        throw new WorldUnavailable(
            "the world's answer is longer than ziggurat.http-world.largest-answer");
      }
      return read;
    } catch (IOException malformed) {
      throw new WorldUnavailable("the world's answer is wrong: it is not compressed as it says");
    }
  }

  private int largestAnswer() {
    return (int) Math.min(LONGEST_ARRAY, config.largestAnswer().asLongValue());
  }

  private static byte[] gzip(byte[] plain) {
    var out = new ByteArrayOutputStream(plain.length / 4);
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    return out.toByteArray();
  }

  private JsonNode tree(byte[] answer) {
    try {
      var tree = reader.<JsonNode>readValue(answer);
      if (tree == null || tree.isMissingNode()) {
        throw new WorldUnavailable("the world's answer is wrong: it is empty");
      }
      return tree;
    } catch (JsonProcessingException malformed) {
      var at = malformed.getLocation();
      throw new WorldUnavailable(
          "the world's answer is wrong: it is not JSON%s"
              .formatted(at == null ? "" : " (character " + at.getCharOffset() + ")"));
    } catch (IOException malformed) {
      throw new WorldUnavailable("the world's answer is wrong: it is not JSON");
    }
  }

  /** What a status other than 200 says; its body may be a problem document. */
  private RuntimeException error(WorldRequest<?> request, int status, byte[] body) {
    var problem = problem(body);
    var detail = WorldText.line(problem.path("detail").asText(""), DETAIL_CHARACTERS);
    var said = detail.isEmpty() ? "" : ": " + detail;
    var code = problem.path("code").asText("");
    if (status == UNPROCESSABLE && request.operation().equals(WorldRequest.FOUND)) {
      return new WorldRefusal(
          WorldText.line(problem.path("field").asText(""), 100),
          detail.isEmpty() ? "was refused by the world" : detail);
    }
    var meaning =
        switch (status) {
          case 401 ->
              "the world refused the signature (is the key in %s the world's?)"
                  .formatted(request.address().keyVariable());
          case 404 -> "the world does not know this game or operation";
          case 409 ->
              switch (code) {
                case "stale_epoch" ->
                    "the world has seen a newer runner of this game (stale_epoch)";
                case "out_of_order" ->
                    "the world has already applied something later (out_of_order)";
                default -> "the world answered with status 409";
              };
          case 503 -> "the world is not ready; it says to try later";
          default -> "the world answered with status " + status;
        };
    return new WorldUnavailable(meaning + " [" + request.operation() + "]" + said);
  }

  private JsonNode problem(byte[] body) {
    try {
      var tree = json.readTree(body);
      return tree == null ? json.createObjectNode() : tree;
    } catch (IOException noProblem) {
      return json.createObjectNode();
    }
  }
}
