package dev.ziggurat.console;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.audit.AuditEntry;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * An entry of the audit as a page shows it.
 *
 * @param changes the changed fields
 */
public record AuditLine(
    Instant at, String who, String action, String subject, List<Change> changes) {

  private static final int LONGEST = 300;
  private static final String NOTHING = "none";

  /** A changed field of an entry. */
  public record Change(String name, String value) {}

  static AuditLine of(AuditEntry entry) {
    return new AuditLine(
        entry.at(),
        entry.who(),
        entry.action(),
        entry.subject(),
        entry.detail().properties().stream()
            .map(each -> new Change(each.getKey(), cut(text(each.getValue()))))
            .filter(each -> !each.value().isEmpty())
            .toList());
  }

  /** A value as text; old and new value with an arrow between. */
  private static String text(JsonNode value) {
    if (value.isObject() && value.size() == 2 && value.has("from") && value.has("to")) {
      return text(value.get("from")) + " → " + text(value.get("to"));
    }
    if (value.isObject()) {
      return value.properties().stream()
          .map(each -> each.getKey() + " " + text(each.getValue()))
          .collect(Collectors.joining(", "));
    }
    if (value.isArray()) {
      return StreamSupport.stream(value.spliterator(), false)
          .map(AuditLine::text)
          .collect(Collectors.joining("; "));
    }
    return value.isNull() ? NOTHING : value.asText();
  }

  private static String cut(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "…";
  }
}
