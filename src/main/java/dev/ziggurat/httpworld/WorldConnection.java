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
import dev.ziggurat.http.SigningKeys;
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
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/**
 * Carries requests to worlds and their answers back: signs, compresses, and bounds time and size. A
 * request whose connection ends before its answer is sent once more: every operation may be asked
 * again.
 */
@Singleton
class WorldConnection {

  private static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;
  private static final int COMPRESSED_FROM_BYTES = 16 * 1024;

  private final OutgoingClient client;
  private final HttpWorldConfig config;
  private final SigningKeys keys;
  private final WorldErrors errors;
  private final InstantSource time;
  private final ObjectMapper json;
  private final ObjectReader reader;

  WorldConnection(
      Vertx vertx,
      HttpWorldConfig config,
      SigningKeys keys,
      WorldErrors errors,
      InstantSource time,
      ObjectMapper json) {
    this.client = new OutgoingClient(vertx, config.privateAddresses());
    this.config = config;
    this.keys = keys;
    this.errors = errors;
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

  /**
   * A body as it is sent.
   *
   * @param bytes none for a GET
   */
  record Packed(byte[] bytes, boolean post, boolean compressed) {}

  /** A request and its body as it is sent. */
  record Envelope(WorldRequest<?> request, Packed body) {}

  /** Signs a request. */
  interface Signer {

    /** As the contract says. */
    Signer CORRECT = (key, now, body) -> Optional.of(RequestSignature.of(key, now, body));

    /** The value of the signature's header; empty for none. */
    Optional<String> header(String key, Instant now, byte[] body);
  }

  /** Packs a body; an empty one is that of a GET. */
  Packed packed(Optional<? extends JsonNode> body, boolean gzip) {
    if (body.isEmpty()) {
      return new Packed(new byte[0], false, false);
    }
    var plain = bytes(body.get());
    if (plain.length > config.largestRequest().asLongValue()) {
      throw new WorldUnavailable(
          "the request to the world has %d bytes, more than ziggurat.http-world.largest-request"
              .formatted(plain.length),
          true);
    }
    return gzip && plain.length > COMPRESSED_FROM_BYTES
        ? new Packed(gzip(plain), true, true)
        : new Packed(plain, true, false);
  }

  private byte[] bytes(JsonNode body) {
    try {
      return json.writeValueAsBytes(body);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  /**
   * Sends a request and waits for its answer, whatever its status is.
   *
   * @throws WorldUnavailable if there is none
   */
  OutgoingAnswer send(Envelope envelope, Signer signer) {
    var key = key(envelope.request().address());
    var until = time.instant().plus(envelope.request().limit());
    try {
      return send(envelope, signer, key, envelope.request().limit());
    } catch (OutgoingFailure failed) {
      var left = Duration.between(time.instant(), until);
      if (failed.kind() != Kind.CLOSED || !left.isPositive()) {
        throw errors.unanswered(failed, envelope.request(), false);
      }
      try {
        return send(envelope, signer, key, left);
      } catch (OutgoingFailure again) {
        throw errors.unanswered(again, envelope.request(), true);
      }
    }
  }

  private String key(WorldAddress address) {
    address
        .urlFault(config.privateAddresses())
        .ifPresent(
            fault -> {
              throw new WorldUnavailable("the world's address " + fault, true);
            });
    return keys.find(address.keyVariable(), WorldAddress.KEY_VARIABLE)
        .orElseThrow(
            () ->
                new WorldUnavailable(
                    "the world has no key: "
                        + keys.fault(address.keyVariable(), WorldAddress.KEY_VARIABLE)
                            .orElse(address.keyVariable()),
                    true));
  }

  private OutgoingAnswer send(Envelope envelope, Signer signer, String key, Duration limit)
      throws OutgoingFailure {
    var body = envelope.body();
    var headers = new HashMap<String, String>();
    signer
        .header(key, time.instant(), body.bytes())
        .ifPresent(signature -> headers.put(RequestSignature.HEADER, signature));
    headers.put("X-Ziggurat-Contract", "1");
    headers.put("Accept", "application/json");
    headers.put("Accept-Encoding", "gzip");
    if (body.post()) {
      headers.put("Content-Type", "application/json");
    }
    if (body.compressed()) {
      headers.put("Content-Encoding", "gzip");
    }
    return client.send(
        new OutgoingRequest(
            body.post() ? "POST" : "GET",
            URI.create(envelope.request().url()),
            Map.copyOf(headers),
            body.bytes(),
            config.connectTimeout(),
            limit,
            largestAnswer()));
  }

  /**
   * The body of an answer.
   *
   * @throws WorldUnavailable if it is not compressed as it says
   */
  byte[] decompressed(OutgoingAnswer answer) {
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

  /**
   * Reads a body.
   *
   * @throws WorldUnavailable if it is not JSON
   */
  JsonNode tree(byte[] answer) {
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
}
