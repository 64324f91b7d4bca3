package dev.ziggurat.http;

import java.net.URI;
import java.nio.charset.StandardCharsets;

/** The member {@code instance} of a problem document (RFC 9457 §3.1.5): the path, as a URI. */
final class ProblemInstance {

  /** RFC 3986: unreserved characters, sub-delims, and what else a path may contain. */
  private static final String ALLOWED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~!$&'()*+,;=:@/";

  private ProblemInstance() {}

  /** The path percent-encoded. */
  static String encoded(String path) {
    var text = new StringBuilder();
    for (var octet : path.getBytes(StandardCharsets.UTF_8)) {
      if (ALLOWED.indexOf(octet) >= 0) {
        text.append((char) octet);
      } else {
        text.append("%%%02X".formatted(octet));
      }
    }
    return text.toString();
  }

  /** The problem extension decodes what it writes, so it is encoded once more. */
  static URI of(String path) {
    return URI.create(encoded(path).replace("%", "%25").replace("+", "%2B"));
  }
}
