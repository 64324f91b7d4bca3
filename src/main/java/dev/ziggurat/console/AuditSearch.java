package dev.ziggurat.console;

import java.util.Optional;

/** The search of the audit page as typed; empty fields match all. */
public record AuditSearch(ListAddress list) {

  static AuditSearch of(
      Optional<String> action,
      Optional<String> subject,
      Optional<String> who,
      Optional<String> from,
      Optional<String> to,
      Optional<String> sort) {
    return new AuditSearch(
        ListAddress.of("/console/audit")
            .filter("action", action)
            .filter("subject", subject)
            .filter("who", who)
            .filter("from", from)
            .filter("to", to)
            .filter("sort", sort));
  }

  /** The address of the list filtered by this action. */
  public String ofAction(String only) {
    return list.where("action", only);
  }

  /** The address of the list filtered by this subject. */
  public String ofSubject(String only) {
    return list.where("subject", only);
  }
}
