package dev.ziggurat.gateway.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.gateway.keys.Key;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Operation;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.TreeMap;

/**
 * Hash of everything an answer depends on.
 *
 * @param digest SHA-256 of it, in hexadecimal digits
 */
public record AnswerCacheKey(String digest) {

  /**
   * Computes the key of a request.
   *
   * @param key the gateway key whose callers share answers; editing it invalidates them
   * @param wanted the offers to try first
   * @param fallback whether other providers may answer
   * @param settingsVersion version of the admin's choices
   */
  public static AnswerCacheKey of(
      Key key,
      ForwardedRequest request,
      List<Offer> wanted,
      boolean fallback,
      long settingsVersion,
      ObjectWriter json) {
    return of(
        List.of(
            key.id().toString(),
            Long.toString(key.version()),
            Long.toString(settingsVersion),
            Boolean.toString(fallback),
            request.operation().id(),
            request.project().orElse(""),
            wanted.stream().map(AnswerCacheKey::name).toList().toString(),
            sorted(json, request.body()),
            request
                .original()
                .map(original -> new TreeMap<>(original.headers()).toString())
                .orElse(""),
            request.original().map(original -> sorted(json, original.body())).orElse("")));
  }

  /** The key of the same request where its answer depends on this as well. */
  public AnswerCacheKey and(String more) {
    return of(List.of(digest, more));
  }

  private static AnswerCacheKey of(List<String> parts) {
    var digest = sha256();
    for (var part : parts) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      // Not a UTF-8 byte, so that parts are unambiguous.
      digest.update((byte) 0xff);
    }
    return new AnswerCacheKey(HexFormat.of().formatHex(digest.digest()));
  }

  /** Whether the request is repeatable: embeddings, temperature 0, or a seed. */
  public static boolean isRepeatable(ForwardedRequest request) {
    if (request.operation() == Operation.EMBEDDINGS) {
      return true;
    }
    var temperature = request.body().path("temperature");
    return temperature.isNumber() && temperature.doubleValue() == 0
        || request.body().path("seed").isNumber();
  }

  private static String name(Offer offer) {
    return offer.provider().id() + '/' + offer.model().id();
  }

  private static String sorted(ObjectWriter json, ObjectNode body) {
    try {
      return json.with(JsonNodeFeature.WRITE_PROPERTIES_SORTED).writeValueAsString(body);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
