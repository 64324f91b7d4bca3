package dev.ziggurat.provider;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The headers of a response.
 *
 * @param values by lower-case name; the first value of repeated headers
 */
public record Headers(Map<String, String> values) {

  public Headers {
    values = Map.copyOf(values);
  }

  /** Copies the headers of a JAX-RS response. */
  public static Headers of(MultivaluedMap<String, ?> headers) {
    var values = new HashMap<String, String>();
    headers.forEach(
        (name, list) -> {
          if (!list.isEmpty() && list.getFirst() != null) {
            values.putIfAbsent(name.toLowerCase(Locale.ROOT), list.getFirst().toString().strip());
          }
        });
    return new Headers(values);
  }

  /** The value of the first of these headers that is present and not blank; names in lower case. */
  public Optional<String> first(String... names) {
    for (var name : names) {
      var value = values.getOrDefault(name, "");
      if (!value.isEmpty()) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }
}
