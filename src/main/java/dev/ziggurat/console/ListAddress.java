package dev.ziggurat.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The address of a list: its path, what it lists, and its filters as typed. Blank ones are left
 * out.
 *
 * @param fixed what every page of the list has, such as the game
 * @param filters what the viewer filters and sorts by
 */
public record ListAddress(String path, Map<String, String> fixed, Map<String, String> filters) {

  /** The address of a list without filters. */
  public static ListAddress of(String path) {
    return new ListAddress(path, Map.of(), Map.of());
  }

  /** The address with another parameter that every page has. */
  public ListAddress fixed(String name, Optional<String> value) {
    return new ListAddress(path, with(fixed, name, value), filters);
  }

  /** The address with another filter. */
  public ListAddress filter(String name, Optional<String> value) {
    return new ListAddress(path, fixed, with(filters, name, value));
  }

  private static Map<String, String> with(
      Map<String, String> parameters, String name, Optional<String> value) {
    var all = new LinkedHashMap<>(parameters);
    value
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .ifPresentOrElse(text -> all.put(name, text), () -> all.remove(name));
    return all;
  }

  /** The value of a filter, empty if it is not set. */
  public String value(String name) {
    return filters.getOrDefault(name, "");
  }

  /** The time of a filter for a field {@code datetime-local}, in UTC. */
  public String time(String name) {
    return UtcField.shown(value(name));
  }

  /** Whether anything is filtered or sorted. */
  public boolean isFiltered() {
    return !filters.isEmpty();
  }

  /** The address of the same list without filters. */
  public String all() {
    return new ListAddress(path, fixed, Map.of()).address();
  }

  /** The address of the first page. */
  public String address() {
    var query =
        Stream.of(fixed, filters)
            .flatMap(parameters -> parameters.entrySet().stream())
            .map(each -> each.getKey() + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? path : path + "?" + query;
  }

  /** The address with a filter of another value; an empty value removes it. */
  public String where(String name, String value) {
    return filter(name, Optional.of(value)).address();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
