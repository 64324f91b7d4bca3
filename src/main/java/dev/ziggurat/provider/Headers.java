package dev.ziggurat.provider;

import jakarta.ws.rs.core.MultivaluedMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The headers of an answer.
 *
 * @param values by lower-case name, the first of several
 */
public record Headers(Map<String, String> values) {

  public Headers {
    values = Map.copyOf(values);
  }

  /** The headers as the REST client has them. */
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

  /** The first of these headers that is there and not blank; names in lower case. */
  public Optional<String> first(String... names) {
    return Stream.of(names)
        .map(name -> values.getOrDefault(name, ""))
        .filter(value -> !value.isEmpty())
        .findFirst();
  }
}
