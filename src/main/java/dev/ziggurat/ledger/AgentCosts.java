package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import dev.ziggurat.money.NanoDollars;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Reads the known cost of the calls of single agents. */
@Singleton
public class AgentCosts {

  private static final String SQL =
      """
      select handle, sum(cost_nano) from (
        select handle, cost_nano from usage
        where grain = 'agent day' and game_id = :gameId and handle = any(:handles)
        union all
        select handle, cost_nano from (%s) as unsummed where game_id = :gameId and handle = any(:handles)
      ) as counted group by handle
      """
          .formatted(Usage.UNSUMMED_OF_AGENTS);

  private final Database database;
  private final UsageRollup usageRollup;

  AgentCosts(Database database, UsageRollup usageRollup) {
    this.database = database;
    this.usageRollup = usageRollup;
  }

  /** The cost so far by handle; agents without calls are left out. */
  public Map<String, NanoDollars> of(String game, Collection<String> handles) {
    usageRollup.catchUp();
    var costs = new HashMap<String, NanoDollars>();
    database.query(
        SQL,
        parameters -> {
          parameters.setString("gameId", game);
          parameters.setTexts("handles", handles);
        },
        row -> costs.put(row.getString(1), new NanoDollars(row.getLong(2))) == null);
    return Map.copyOf(costs);
  }
}
