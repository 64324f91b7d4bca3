package dev.ziggurat.babylon.store;

import dev.ziggurat.babylon.HistoryPosition;
import dev.ziggurat.babylon.Market;
import dev.ziggurat.babylon.Message;
import dev.ziggurat.babylon.News;
import dev.ziggurat.babylon.Outcome;
import dev.ziggurat.babylon.OutcomeSource;
import dev.ziggurat.babylon.Post;
import dev.ziggurat.babylon.RuleFormat;
import dev.ziggurat.babylon.Side;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;

/** Maps rows to the types of the rules. */
final class Rows {

  static final String MARKET_COLUMNS =
      """
      id, opened_tick, ordinal, topic, question, liquidity_micro_points, yes_micro_shares, \
      no_micro_shares, pool_micro_points, volume_micro_points, decided_by, rule, \
      outcome, awaited_since, mentions, opened_at, closes_at, resolved_at, voided""";

  static final String POST_COLUMNS = "tick, position, action, posted_at, author, on_post, body";

  private Rows() {}

  static Market market(ResultSet row) throws SQLException {
    return new Market(
        row.getLong("opened_tick"),
        row.getInt("ordinal"),
        row.getString("topic"),
        row.getString("question"),
        row.getLong("liquidity_micro_points"),
        row.getLong("yes_micro_shares"),
        row.getLong("no_micro_shares"),
        row.getLong("pool_micro_points"),
        row.getLong("volume_micro_points"),
        outcome(row),
        instant(row, "opened_at").orElseThrow(),
        instant(row, "closes_at").orElseThrow(),
        instant(row, "resolved_at"),
        row.getBoolean("voided"));
  }

  private static Outcome outcome(ResultSet row) throws SQLException {
    var rule = row.getString("rule");
    return new Outcome(
        rule == null
            ? OutcomeSource.of(row.getString("decided_by"))
            : new OutcomeSource.ByRule(RuleFormat.read(StoredSettings.object(rule))),
        Optional.ofNullable(row.getObject("outcome", Boolean.class)).map(Side::of),
        instant(row, "awaited_since"),
        row.getLong("mentions"));
  }

  static Post post(ResultSet row) throws SQLException {
    return new Post(
        place(row),
        instant(row, "posted_at").orElseThrow(),
        row.getString("author"),
        Optional.ofNullable(row.getString("on_post")),
        row.getString("body"));
  }

  static Message message(ResultSet row) throws SQLException {
    var recipient = row.getString("recipient");
    return new Message(
        place(row),
        instant(row, "sent_at").orElseThrow(),
        row.getString("author"),
        recipient == null
            ? new Message.Recipient.OfGroup(row.getString("conversation_id"), row.getInt("number"))
            : new Message.Recipient.OfAgent(recipient),
        row.getString("body"));
  }

  static News news(ResultSet row) throws SQLException {
    return new News(
        row.getLong("tick"),
        row.getInt("ordinal"),
        instant(row, "reported_at").orElseThrow(),
        row.getString("body"),
        Optional.ofNullable(row.getString("about_market")));
  }

  static HistoryPosition place(ResultSet row) throws SQLException {
    return new HistoryPosition(row.getLong("tick"), row.getInt("position"), row.getInt("action"));
  }

  static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  static OffsetDateTime timestamp(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
