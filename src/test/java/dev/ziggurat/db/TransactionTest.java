package dev.ziggurat.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class TransactionTest {

  @Inject Database database;

  /** Whoever tries again what the database refused looks for one exception, whenever it comes. */
  @Test
  void whatCannotBeCommittedIsToldAsAnyRefusalOfTheDatabase() {
    assertThatThrownBy(() -> database.inTransaction(this::breakARuleThatIsLookedAtInTheEnd))
        .isInstanceOf(DatabaseException.class);
    assertThat(
            database.first(
                "select to_regclass('looked_at_late') is null", _ -> {}, row -> row.getBoolean(1)))
        .contains(true);
  }

  private int breakARuleThatIsLookedAtInTheEnd() {
    database.update(
        "create table looked_at_late (id int unique deferrable initially deferred)", _ -> {});
    return database.update("insert into looked_at_late values (1), (1)", _ -> {});
  }
}
