package dev.ziggurat.babylon.store;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Reads the possessions of one agent. */
@Singleton
public class WalletReader {

  private final Database database;

  WalletReader(Database database) {
    this.database = database;
  }

  /** The agent's wallet and positions; empty before its initial balance was paid. */
  public Optional<WalletView> find(String game, String handle) {
    return database
        .first(
            "select micro_points from babylon_wallet where game_id = :gameId and handle = :handle",
            parameters -> {
              parameters.setString("gameId", game);
              parameters.setString("handle", handle);
            },
            row -> row.getLong(1))
        .map(microPoints -> new WalletView(handle, microPoints, held(game, handle)));
  }

  /** The agent's shares of open markets. */
  public List<WalletView.Held> held(String game, String handle) {
    return database.query(
        """
        select p.market_id, m.question, p.yes_micro_shares, p.no_micro_shares
        from babylon_market m
        join babylon_position p on p.game_id = m.game_id and p.market_id = m.id
        where m.game_id = :gameId and m.resolved_at is null and p.handle = :handle
          and (p.yes_micro_shares > 0 or p.no_micro_shares > 0)
        order by p.market_id limit :limit""",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setString("handle", handle);
          parameters.setInt("limit", Paging.MAX_LIMIT);
        },
        row ->
            new WalletView.Held(
                row.getString(1), row.getString(2), row.getLong(3), row.getLong(4)));
  }
}
