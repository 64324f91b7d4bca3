package dev.ziggurat.console;

import dev.ziggurat.llm.OutcomeClass;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The search fields of the page of calls as typed, by parameter; empty fields match all. */
public record CallSearchForm(Map<String, String> fields) {

  private static final String PAGE = "/console/calls";

  private static final List<String> RESULTS = List.of("answered", "failed", "failover");

  public CallSearchForm {
    fields = Map.copyOf(fields);
  }

  /** Fields in the order of the names. */
  static CallSearchForm of(List<String> names, List<Optional<String>> values) {
    var fields = new LinkedHashMap<String, String>();
    for (var i = 0; i < names.size(); i++) {
      fields.put(names.get(i), values.get(i).map(String::strip).orElse(""));
    }
    return new CallSearchForm(fields);
  }

  /** What was typed into a field. */
  public String text(String field) {
    return fields.getOrDefault(field, "");
  }

  /** Whether a field has this value. */
  public boolean has(String field, Object value) {
    return text(field).equals(value.toString());
  }

  /** What was typed into a field, if it is none of these; else empty. */
  String unlisted(String field, Stream<String> listed) {
    return listed.anyMatch(text(field)::equals) ? "" : text(field);
  }

  /** The value of a field, unless it is empty. */
  Optional<String> value(String field) {
    return Optional.of(text(field)).filter(text -> !text.isEmpty());
  }

  /** Whether any filter is set. */
  public boolean isNarrow() {
    return fields.values().stream().anyMatch(text -> !text.isEmpty());
  }

  /** The outcomes to select from. */
  public List<String> outcomes() {
    return Stream.concat(
            RESULTS.stream(),
            Stream.of(OutcomeClass.values())
                .filter(outcome -> outcome != OutcomeClass.OK)
                .map(OutcomeClass::name))
        .toList();
  }

  /** The address of the list from this cursor. */
  public String after(String cursor) {
    var query =
        Stream.concat(
                fields.entrySet().stream()
                    .filter(field -> !field.getValue().isEmpty())
                    .sorted(Map.Entry.comparingByKey()),
                Stream.of(Map.entry("cursor", cursor)))
            .map(field -> field.getKey() + "=" + encoded(field.getValue()));
    return PAGE + "?" + query.collect(Collectors.joining("&"));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
