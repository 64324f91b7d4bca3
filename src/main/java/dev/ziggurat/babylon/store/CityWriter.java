package dev.ziggurat.babylon.store;

import static dev.ziggurat.babylon.store.Rows.timestamp;

import dev.ziggurat.babylon.City;
import dev.ziggurat.babylon.Market;
import dev.ziggurat.babylon.Position;
import dev.ziggurat.babylon.RefusedAction;
import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Saves what changed in a city, one batch per table at most. */
@Singleton
class CityWriter {

  private final Database database;
  private final HistoryWriter history;

  CityWriter(Database database, HistoryWriter history) {
    this.database = database;
    this.history = history;
  }

  /** Saves the city in its caller's transaction. */
  void write(City city) {
    var game = city.game().id();
    var changes = city.changes();
    writeHouse(city);
    writeWallets(game, changes.wallets());
    writeMarkets(game, changes.markets().values());
    writePositions(game, changes.positions().values());
    writeRefusals(game, changes.refusals());
    history.write(game, changes);
    city.saved();
  }

  private void writeHouse(City city) {
    database.update(
        """
        insert into babylon_house (game_id, house_micro_points, minted_micro_points,
          founded_micro_points, start_micro_points, liquidity_micro_points, digest)
        values (?, ?, ?, ?, ?, ?, ?)
        on conflict (game_id) do update set house_micro_points = excluded.house_micro_points,
          minted_micro_points = excluded.minted_micro_points, digest = excluded.digest""",
        statement -> {
          statement.setString(1, city.game().id());
          statement.setLong(2, city.treasury().house());
          statement.setLong(3, city.treasury().minted());
          statement.setLong(4, city.terms().houseMicroPoints());
          statement.setLong(5, city.terms().startMicroPoints());
          statement.setLong(6, city.terms().liquidityMicroPoints());
          statement.setString(7, city.digest());
        });
  }

  private void writeWallets(String game, Map<String, Long> wallets) {
    database.batch(
        """
        insert into babylon_wallet (game_id, handle, micro_points) values (?, ?, ?)
        on conflict (game_id, handle) do update set micro_points = excluded.micro_points""",
        wallets.entrySet(),
        (statement, wallet) -> {
          statement.setString(1, game);
          statement.setString(2, wallet.getKey());
          statement.setLong(3, wallet.getValue());
        });
  }

  private void writeMarkets(String game, Collection<Market> markets) {
    database.batch(
        """
        insert into babylon_market (game_id, id, opened_tick, ordinal, topic, question,
          liquidity_micro_points, yes_micro_shares, no_micro_shares, pool_micro_points,
          volume_micro_points, outcome, opened_at, closes_at, resolved_at,
          voided)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (game_id, id) do update set yes_micro_shares = excluded.yes_micro_shares,
          no_micro_shares = excluded.no_micro_shares,
          pool_micro_points = excluded.pool_micro_points,
          volume_micro_points = excluded.volume_micro_points, outcome = excluded.outcome,
          resolved_at = excluded.resolved_at, voided = excluded.voided""",
        markets,
        (statement, market) -> {
          statement.setString(1, game);
          statement.setString(2, market.id());
          statement.setLong(3, market.openedTick());
          statement.setInt(4, market.ordinal());
          statement.setString(5, market.topic());
          statement.setString(6, market.question());
          statement.setLong(7, market.liquidity());
          statement.setLong(8, market.yes());
          statement.setLong(9, market.no());
          statement.setLong(10, market.pool());
          statement.setLong(11, market.volume());
          statement.setBoolean(12, market.outcome());
          statement.setObject(13, timestamp(market.openedAt()));
          statement.setObject(14, timestamp(market.closesAt()));
          setTimestamp(statement, 15, market.resolvedAt());
          statement.setBoolean(16, market.voided());
        });
  }

  private void writePositions(String game, Collection<Position> positions) {
    database.batch(
        """
        insert into babylon_position (game_id, market_id, handle, yes_micro_shares, no_micro_shares,
          spent_micro_points)
        values (?, ?, ?, ?, ?, ?)
        on conflict (game_id, market_id, handle) do update set
          yes_micro_shares = excluded.yes_micro_shares, no_micro_shares = excluded.no_micro_shares,
          spent_micro_points = excluded.spent_micro_points""",
        positions,
        (statement, position) -> {
          statement.setString(1, game);
          statement.setString(2, position.market());
          statement.setString(3, position.handle());
          statement.setLong(4, position.yes());
          statement.setLong(5, position.no());
          statement.setLong(6, position.spent());
        });
  }

  private void writeRefusals(String game, Map<String, List<RefusedAction>> refusals) {
    database.batch(
        "delete from babylon_refusal where game_id = ? and handle = ?",
        refusals.keySet(),
        (statement, handle) -> {
          statement.setString(1, game);
          statement.setString(2, handle);
        });
    record Numbered(String handle, int ordinal, RefusedAction refusal) {}
    var rows = new ArrayList<Numbered>();
    refusals.forEach(
        (handle, refused) -> {
          for (int ordinal = 0; ordinal < refused.size(); ordinal++) {
            rows.add(new Numbered(handle, ordinal, refused.get(ordinal)));
          }
        });
    database.batch(
        """
        insert into babylon_refusal (game_id, handle, ordinal, action, reason)
        values (?, ?, ?, ?, ?)""",
        rows,
        (statement, row) -> {
          statement.setString(1, game);
          statement.setString(2, row.handle());
          statement.setInt(3, row.ordinal());
          statement.setString(4, row.refusal().action());
          statement.setString(5, row.refusal().reason());
        });
  }

  private static void setTimestamp(
      PreparedStatement statement, int index, Optional<Instant> instant) throws SQLException {
    if (instant.isPresent()) {
      statement.setObject(index, timestamp(instant.get()));
    } else {
      statement.setNull(index, Types.TIMESTAMP_WITH_TIMEZONE);
    }
  }
}
