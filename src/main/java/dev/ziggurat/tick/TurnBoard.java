package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** How far the turns of a tick are, all at a glance: what a live view begins with. */
@Singleton
public class TurnBoard {

  /** More than any game has agents. */
  private static final int MOST = 10_000;

  private final Database database;

  TurnBoard(Database database) {
    this.database = database;
  }

  /**
   * How far a turn is.
   *
   * @param state {@code due, asking, thought, applied, failed, passed_over}
   * @param provider who answered; before that who is asked first
   */
  public record Square(String handle, String state, Optional<String> provider) {}

  /** The turns of a tick by handle, ten thousand at most. */
  public List<Square> of(String game, long number) {
    return database.query(
        """
        select handle, state, coalesce(provider, asking_provider) as provider from turn
        where game_id = :gameId and tick = :tick order by handle limit :limit
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setLong("tick", number);
          parameters.setInt("limit", MOST);
        },
        row ->
            new Square(
                row.getString("handle"),
                row.getString("state"),
                Optional.ofNullable(row.getString("provider"))));
  }
}
