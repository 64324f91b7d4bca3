package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import dev.ziggurat.money.NanoDollars;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Adds up what the calls of single agents are known to have cost. */
@Singleton
public class AgentCosts {

  private final Database database;

  AgentCosts(Database database) {
    this.database = database;
  }

  /** The cost so far of each of these agents that has called anybody, by handle. */
  public Map<String, NanoDollars> of(String game, Collection<String> handles) {
    var costs = new HashMap<String, NanoDollars>();
    database.query(
        """
        select handle, sum(cost_nano) from attempt
        where game_id = ? and handle = any(?) group by handle
        """,
        statement -> {
          statement.setString(1, game);
          statement.setArray(2, statement.getConnection().createArrayOf("text", handles.toArray()));
        },
        row -> costs.put(row.getString(1), new NanoDollars(row.getLong(2))) == null);
    return Map.copyOf(costs);
  }
}
