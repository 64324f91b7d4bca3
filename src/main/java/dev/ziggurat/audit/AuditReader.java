package dev.ziggurat.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the audit, newest first. */
@Singleton
public class AuditReader {

  private static final int MAX_PAGE = 200;

  private final Database database;
  private final ObjectMapper json;

  AuditReader(Database database, ObjectMapper json) {
    this.database = database;
    this.json = json;
  }

  /**
   * Returns a page of entries.
   *
   * @param before the id of the previous page's last entry; empty for the first page
   * @param limit at most 200
   */
  public List<AuditEntry> page(AuditFilter filter, Optional<Long> before, int limit) {
    var conditions = new Conditions();
    before.ifPresent(id -> conditions.add("id < :before", "before", id));
    filter.action().ifPresent(action -> conditions.addTree("action", action, "."));
    filter.subject().ifPresent(subject -> conditions.addTree("subject", subject, "/"));
    filter
        .who()
        .ifPresent(
            who -> conditions.add("position(lower(:who::text) in lower(who)) > 0", "who", who));
    filter.from().ifPresent(from -> conditions.add("at >= :from", "from", utc(from)));
    filter.to().ifPresent(to -> conditions.add("at < :to", "to", utc(to)));
    return database.query(
        "select id, at, who, action, subject, detail from audit "
            + conditions.sql()
            + " order by id desc limit "
            + Math.clamp(limit, 1, MAX_PAGE),
        parameters -> {
          for (var condition : conditions.values.entrySet()) {
            parameters.setObject(condition.getKey(), condition.getValue());
          }
        },
        this::entry);
  }

  /** SQL conditions joined by {@code and}, with named parameters. */
  private static final class Conditions {
    private final List<String> texts = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();

    void add(String condition, String parameter, Object value) {
      texts.add(condition);
      values.put(parameter, value);
    }

    /** Matches the node and all nodes below it. */
    void addTree(String column, String node, String separator) {
      texts.add("(%1$s = :%1$s or starts_with(%1$s, :%1$s_below))".formatted(column));
      values.put(column, node);
      values.put(column + "_below", node + separator);
    }

    String sql() {
      return texts.isEmpty() ? "" : "where " + String.join(" and ", texts);
    }
  }

  private static OffsetDateTime utc(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }

  private AuditEntry entry(ResultSet row) throws SQLException {
    return new AuditEntry(
        row.getLong("id"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("who"),
        row.getString("action"),
        row.getString("subject"),
        read(row.getString("detail")));
  }

  private JsonNode read(String detail) {
    try {
      return json.readTree(detail);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }
}
