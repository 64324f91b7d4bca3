package dev.ziggurat.access;

import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The claims of a signed token (RFC 7519). Do not trust them before the signature is verified.
 *
 * @param claims unverified claims
 */
record Jwt(JsonObject claims) {

  private static final Pattern SHAPE = Pattern.compile("([\\w-]+)\\.([\\w-]+)\\.([\\w-]*)");

  private static final int MAX_NAME = 100;
  private static final String EMAIL = "email";

  /** Parses a token; empty if it is none. */
  static Optional<Jwt> read(String token) {
    var parts = SHAPE.matcher(token);
    if (!parts.matches()) {
      return Optional.empty();
    }
    try {
      var json = new String(Base64.getUrlDecoder().decode(parts.group(2)), StandardCharsets.UTF_8);
      return Optional.of(new Jwt(new JsonObject(json)));
    } catch (DecodeException | IllegalArgumentException other) {
      return Optional.empty();
    }
  }

  /** The claimed issuer. */
  String issuer() {
    return text("iss");
  }

  /** The subject's display name, shortened and without control characters. */
  String name() {
    var name =
        List.of(hasVerifiedEmail() ? text(EMAIL) : "", text("preferred_username"), text("sub"))
            .stream()
            .filter(text -> !text.isBlank())
            .findFirst()
            .orElse("somebody")
            .replaceAll("\\p{Cntrl}", "");
    return name.substring(0, Math.min(MAX_NAME, name.length()));
  }

  /**
   * The texts of a claim.
   *
   * @param path its name, or names into nested claims divided by {@code /}
   */
  List<String> texts(String path) {
    if (path.equals(EMAIL) && !hasVerifiedEmail()) {
      return List.of();
    }
    return switch (value(path)) {
      case String text -> List.of(text);
      case JsonArray list ->
          list.stream().filter(String.class::isInstance).map(String.class::cast).toList();
      case null, default -> List.of();
    };
  }

  private Object value(String path) {
    if (claims.containsKey(path)) {
      return claims.getValue(path);
    }
    Object value = claims;
    for (var name : path.split("/")) {
      value = value instanceof JsonObject object ? object.getValue(name) : null;
    }
    return value;
  }

  /** Some issuers write the boolean as a string. */
  private boolean hasVerifiedEmail() {
    return "true".equals(String.valueOf(claims.getValue("email_verified")));
  }

  private String text(String claim) {
    return claims.getValue(claim) instanceof String text ? text : "";
  }
}
