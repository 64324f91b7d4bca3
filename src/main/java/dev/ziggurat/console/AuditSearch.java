package dev.ziggurat.console;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The search fields of the audit page as typed; empty fields match all. */
public record AuditSearch(String action, String subject, String who, String from, String to) {

  private static final String PAGE = "/console/audit";

  static AuditSearch of(
      Optional<String> action,
      Optional<String> subject,
      Optional<String> who,
      Optional<String> from,
      Optional<String> to) {
    return new AuditSearch(
        action.orElse(""), subject.orElse(""), who.orElse(""), from.orElse(""), to.orElse(""));
  }

  /** Whether any filter is set. */
  public boolean isNarrow() {
    return !parameters().isEmpty();
  }

  /** The address of the list filtered by this action. */
  public String ofAction(String only) {
    return new AuditSearch(only, subject, who, from, to).address();
  }

  /** The address of the list filtered by this subject. */
  public String ofSubject(String only) {
    return new AuditSearch(action, only, who, from, to).address();
  }

  /** The address of the list from this cursor. */
  public String after(String cursor) {
    return address() + (isNarrow() ? "&" : "?") + "cursor=" + encoded(cursor);
  }

  private String address() {
    var query =
        parameters().entrySet().stream()
            .map(each -> each.getKey() + "=" + encoded(each.getValue()))
            .collect(Collectors.joining("&"));
    return query.isEmpty() ? PAGE : PAGE + "?" + query;
  }

  private Map<String, String> parameters() {
    var parameters = new LinkedHashMap<String, String>();
    parameters.put("action", action);
    parameters.put("subject", subject);
    parameters.put("who", who);
    parameters.put("from", from);
    parameters.put("to", to);
    parameters.values().removeIf(String::isBlank);
    return parameters;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
