package dev.ziggurat.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The caller's end user as {@code metadata.user_id}. Claude refuses an e-mail address or a
 * telephone number there and more than 256 characters; such ids are sent as their SHA-256.
 */
final class UserId {

  private static final int MAX_LENGTH = 256;

  /** Telephone numbers, and anything with the sign of an e-mail address. */
  private static final Pattern PERSONAL = Pattern.compile("(?s).*@.*|\\+?[\\d ()./-]{7,}");

  private UserId() {}

  /** From {@code safety_identifier} or {@code user} of the request; empty without either. */
  static Optional<String> of(JsonNode request) {
    return text(request.path("safety_identifier"))
        .or(() -> text(request.path("user")))
        .map(id -> id.length() > MAX_LENGTH || PERSONAL.matcher(id).matches() ? sha256(id) : id);
  }

  private static Optional<String> text(JsonNode id) {
    return id.isTextual() || id.isNumber()
        ? Optional.of(id.asText()).filter(text -> !text.isBlank())
        : Optional.empty();
  }

  private static String sha256(String text) {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
