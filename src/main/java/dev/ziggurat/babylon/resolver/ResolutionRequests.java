package dev.ziggurat.babylon.resolver;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

/** Rows of {@code babylon_resolution_request}: what was asked, and answers not journaled yet. */
@Singleton
class ResolutionRequests {

  private final Database database;

  ResolutionRequests(Database database) {
    this.database = database;
  }

  /** The closed markets of a game whose outcome its resolver decides, the least asked first. */
  List<AwaitedMarket> awaited(String game) {
    return database.query(
        """
        select market.id, topic, question, opened_at, closes_at, coalesce(asked, 0) as asked, answer
        from babylon_market market
        left join babylon_resolution_request request
          on request.game_id = market.game_id and request.market_id = market.id
        where market.game_id = :gameId and resolved_at is null and awaited_since is not null
          and decided_by = 'resolver'
        order by coalesce(asked, 0), market.id""",
        parameters -> parameters.setString("gameId", game),
        ResolutionRequests::read);
  }

  private static AwaitedMarket read(ResultSet row) throws SQLException {
    return new AwaitedMarket(
        row.getString("id"),
        row.getString("topic"),
        row.getString("question"),
        row.getObject("opened_at", OffsetDateTime.class).toInstant(),
        row.getObject("closes_at", OffsetDateTime.class).toInstant(),
        row.getInt("asked"),
        Optional.ofNullable(row.getString("answer")).flatMap(ResolverAnswer::of));
  }

  /** Stores an answer, so that it is not asked for again. */
  void answered(String game, String market, ResolverAnswer answer, Instant at) {
    store(game, market, at, Optional.of(answer.word()), Optional.empty());
  }

  /** Stores that there was no answer. */
  void unanswered(String game, String market, String reason, Instant at) {
    store(game, market, at, Optional.empty(), Optional.of(reason));
  }

  private void store(
      String game, String market, Instant at, Optional<String> answer, Optional<String> failure) {
    database.update(
        """
        insert into babylon_resolution_request as known
          (game_id, market_id, asked, last_asked_at, answer, failure)
        values (:gameId, :marketId, 1, :lastAskedAt, :answer, :failure)
        on conflict (game_id, market_id) do update set asked = known.asked + 1,
          last_asked_at = excluded.last_asked_at, failure = excluded.failure,
          answer = coalesce(known.answer, excluded.answer)""",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setString("marketId", market);
          parameters.setObject("lastAskedAt", at.atOffset(ZoneOffset.UTC));
          parameters.setString("answer", answer);
          parameters.setString("failure", failure);
        });
  }
}
