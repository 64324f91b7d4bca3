package dev.ziggurat.tick;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** The states of all turns of a tick: the first data of a live view. */
@Singleton
public class TurnBoard {

  /** More than the agents of any game. */
  private static final int MAX_TURNS = 10_000;

  private final Database database;

  TurnBoard(Database database) {
    this.database = database;
  }

  /**
   * The state of a turn.
   *
   * @param state {@code due, asking, thought, applied, failed, passed_over}
   * @param provider the provider that answered; before that the first candidate
   * @param undecided whether a player gave no decision in time
   * @param held whether the agent held, because a budget had no room
   */
  public record Square(
      String handle, String state, Optional<String> provider, boolean undecided, boolean held) {}

  /** The turns of a tick by handle, ten thousand at most. */
  public List<Square> of(String game, long number) {
    return database.query(
        """
        select handle, state, coalesce(provider, asking_provider) as provider, undecided, held from turn
        where game_id = :gameId and tick = :tick order by handle limit :limit
        """,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setLong("tick", number);
          parameters.setInt("limit", MAX_TURNS);
        },
        row ->
            new Square(
                row.getString("handle"),
                row.getString("state"),
                Optional.ofNullable(row.getString("provider")),
                row.getBoolean("undecided"),
                row.getBoolean("held")));
  }
}
