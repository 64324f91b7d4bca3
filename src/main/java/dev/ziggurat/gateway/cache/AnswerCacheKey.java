package dev.ziggurat.gateway.cache;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.gateway.keys.Key;
import dev.ziggurat.llm.ForwardedRequest;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * All that an answer depends on: two questions are the same if nothing of it differs.
 *
 * @param digest SHA-256 of it, in hexadecimal digits
 */
public record AnswerCacheKey(String digest) {

  /**
   * Puts a question together.
   *
   * @param key whose programs may share an answer, as it stands: an edit makes all its questions
   *     new
   * @param wanted whom the caller wants to be asked first
   * @param fallback whether others may be asked
   * @param settingsVersion the admin's choices
   */
  public static AnswerCacheKey of(
      Key key,
      ForwardedRequest request,
      List<Offer> wanted,
      boolean fallback,
      long settingsVersion,
      ObjectWriter json) {
    var digest = sha256();
    for (var part :
        List.of(
            key.id().toString(),
            Long.toString(key.version()),
            Long.toString(settingsVersion),
            Boolean.toString(fallback),
            request.project().orElse(""),
            wanted.stream().map(AnswerCacheKey::name).toList().toString(),
            sorted(json, request))) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      // No byte of UTF-8: parts cannot run into each other.
      digest.update((byte) 0xff);
    }
    return new AnswerCacheKey(HexFormat.of().formatHex(digest.digest()));
  }

  /**
   * Whether the caller asks for the same answer to the same question: at temperature 0, or with a
   * seed.
   */
  public static boolean isRepeatable(ForwardedRequest request) {
    var temperature = request.body().path("temperature");
    return temperature.isNumber() && temperature.doubleValue() == 0
        || request.body().path("seed").isNumber();
  }

  private static String name(Offer offer) {
    return offer.provider().id() + '/' + offer.model().id();
  }

  private static String sorted(ObjectWriter json, ForwardedRequest request) {
    try {
      return json.with(JsonNodeFeature.WRITE_PROPERTIES_SORTED).writeValueAsString(request.body());
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
