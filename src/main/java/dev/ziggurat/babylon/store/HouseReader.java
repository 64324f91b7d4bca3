package dev.ziggurat.babylon.store;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.util.List;

/** Reads the state of the house. */
@Singleton
public class HouseReader {

  private final Database database;
  private final ConservationReader conservation;

  HouseReader(Database database, ConservationReader conservation) {
    this.database = database;
    this.conservation = conservation;
  }

  /** The house of a game; an empty one without a stored city. */
  public HouseView of(String game) {
    return HouseView.of(
        conservation.find(game).orElseGet(() -> new Conservation(0, 0, 0, 0)), open(game));
  }

  private List<HouseView.Exposed> open(String game) {
    return database.query(
        "select "
            + Rows.MARKET_COLUMNS
            + " from babylon_market where game_id = :gameId and resolved_at is null order by id limit :limit",
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setInt("limit", Paging.MAX_LIMIT);
        },
        row -> HouseView.Exposed.of(Rows.market(row)));
  }
}
