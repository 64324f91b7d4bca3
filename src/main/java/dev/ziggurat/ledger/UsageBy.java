package dev.ziggurat.ledger;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What usage is grouped by. */
public enum UsageBy {
  PROVIDER("provider"),
  /** The requested model, at any provider. */
  MODEL("model"),
  /** A game's agent; calls without an agent are left out. */
  AGENT("handle"),
  GAME("nullif(game_id, '')"),
  /** The day in UTC. */
  DAY(utc("date_trunc('day', starts, 'UTC')")),
  HOUR(utc("starts")),
  /** The kind of caller, such as {@code tick}. */
  SOURCE("source");

  private final String key;

  UsageBy(String key) {
    this.key = key;
  }

  private static String utc(String time) {
    return "to_char(" + time + " at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')";
  }

  /** The name used in URLs. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The value with this {@link #id()}, or empty. */
  public static Optional<UsageBy> byId(String id) {
    return Stream.of(values()).filter(by -> by.id().equals(id)).findFirst();
  }

  /** The SQL of the key. */
  String key() {
    return key;
  }

  /** The SQL of the moment an hour or day begins. */
  String moment() {
    return this == DAY ? "date_trunc('day', starts, 'UTC')" : "starts";
  }

  /** Whether rows are sorted by time; else by cost, highest first. */
  public boolean inTime() {
    return this == DAY || this == HOUR;
  }
}
