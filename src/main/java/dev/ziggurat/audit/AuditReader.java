package dev.ziggurat.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.db.Conditions;
import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Reads the audit. */
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
   * @param last the id of the previous page's last entry; empty for the first page
   * @param limit at most 200
   */
  public List<AuditEntry> page(AuditFilter filter, Optional<Long> last, int limit) {
    var conditions = new Conditions();
    last.ifPresent(
        id -> conditions.add(filter.oldestFirst() ? "id > :last" : "id < :last", "last", id));
    filter.action().ifPresent(action -> conditions.addTree("action", action, "."));
    filter.subject().ifPresent(subject -> conditions.addTree("subject", subject, "/"));
    filter.who().ifPresent(who -> conditions.addPart("who", "who", who));
    filter.from().ifPresent(from -> conditions.add("at >= :from", "from", utc(from)));
    filter.to().ifPresent(to -> conditions.add("at < :to", "to", utc(to)));
    return database.query(
        "select id, at, who, action, subject, detail from audit "
            + conditions.sql()
            + (filter.oldestFirst() ? " order by id limit " : " order by id desc limit ")
            + Math.clamp(limit, 1, MAX_PAGE),
        conditions::bind,
        this::entry);
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
