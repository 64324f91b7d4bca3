package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import dev.ziggurat.money.NanoDollars;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What games and their agents have cost. */
@Singleton
public class Spending {

  private final Database database;
  private final RollUp rollUp;
  private final Usage usage;
  private final InstantSource time;

  Spending(Database database, RollUp rollUp, Usage usage, InstantSource time) {
    this.database = database;
    this.rollUp = rollUp;
    this.usage = usage;
    this.time = time;
  }

  /**
   * What these agents of a game have cost since its beginning, by handle; whoever never asked a
   * model is left out.
   *
   * @param handles of a page of agents
   */
  public Map<String, NanoDollars> ofAgents(String game, Collection<String> handles) {
    rollUp.catchUp();
    var rows =
        database.query(
            """
        select handle, sum(cost_nano) as cost from (
          select handle, cost_nano from usage
          where grain = 'agent day' and game_id = ? and handle = any(?)
          union all
          select handle, cost_nano from (%s) as unsummed where game_id = ? and handle = any(?)
        ) as counted group by handle
        """
                .formatted(Usage.UNSUMMED),
            statement -> {
              var array = statement.getConnection().createArrayOf("text", handles.toArray());
              statement.setString(1, game);
              statement.setArray(2, array);
              statement.setString(3, game);
              statement.setArray(4, array);
            },
            row -> Map.entry(row.getString("handle"), new NanoDollars(row.getLong("cost"))));
    return rows.stream().collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /**
   * What was used since midnight UTC.
   *
   * @param game only this game's calls
   */
  public UsageRow today(Optional<String> game) {
    var now = time.instant();
    return usage
        .report(
            new UsageQuery(
                now.truncatedTo(ChronoUnit.DAYS),
                now,
                UsageBy.SOURCE,
                Optional.empty(),
                game,
                Optional.empty(),
                Optional.empty()))
        .total();
  }
}
