package dev.ziggurat.babylon.store;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Adds up the points of a game in one query, so that it sees one state. */
@Singleton
public class ConservationReader {

  private final Database database;

  ConservationReader(Database database) {
    this.database = database;
  }

  /** The balances of the game; empty without a stored city. */
  public Optional<Conservation> find(String game) {
    return database.first(
        """
        select
          (select coalesce(sum(micro_points), 0)::bigint from babylon_wallet w
            where w.game_id = h.game_id),
          (select coalesce(sum(pool_micro_points), 0)::bigint from babylon_market m
            where m.game_id = h.game_id),
          house_micro_points, minted_micro_points
        from babylon_house h where game_id = :gameId""",
        parameters -> parameters.setString("gameId", game),
        row -> new Conservation(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4)));
  }
}
