package dev.ziggurat.ledger;

import dev.ziggurat.db.Database;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Tells how budgets stand. */
@Singleton
public class Balances {

  private final Database database;

  Balances(Database database) {
    this.database = database;
  }

  /** The balance of each of these budgets that anybody has used, by id. */
  public Map<String, Balance> of(Collection<String> ids) {
    var balances = new HashMap<String, Balance>();
    database.query(
        "select id, spent, held, orphaned from budget where id = any(?)",
        statement ->
            statement.setArray(1, statement.getConnection().createArrayOf("text", ids.toArray())),
        row ->
            balances.put(
                    row.getString(1), new Balance(row.getLong(2), row.getLong(3), row.getLong(4)))
                == null);
    return Map.copyOf(balances);
  }
}
