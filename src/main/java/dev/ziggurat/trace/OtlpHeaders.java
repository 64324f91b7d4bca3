package dev.ziggurat.trace;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The headers of {@code OTEL_EXPORTER_OTLP_HEADERS}: {@code name=value,name=value}, with names and
 * values percent-encoded.
 *
 * @see <a
 *     href="https://opentelemetry.io/docs/specs/otel/protocol/exporter/#specifying-headers-via-environment-variables">
 *     The format</a>
 */
final class OtlpHeaders {

  private OtlpHeaders() {}

  /** Decodes them, as a list that a Quarkus setting can hold. */
  static String of(String encoded) {
    return Stream.of(encoded.split(","))
        .filter(header -> header.contains("="))
        .map(OtlpHeaders::decoded)
        .map(OtlpHeaders::listed)
        .collect(Collectors.joining(","));
  }

  private static String decoded(String header) {
    var name = header.substring(0, header.indexOf('=')).strip();
    var value = header.substring(header.indexOf('=') + 1).strip();
    try {
      // The decoder is one for forms, in which a plus is a space.
      return name + '=' + URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException notEncoded) {
      return name + '=' + value;
    }
  }

  /** An element of a list, in which backslashes, commas and expressions have a meaning. */
  private static String listed(String header) {
    return header.replace("\\", "\\\\").replace(",", "\\,").replace("${", "\\${");
  }
}
