package dev.ziggurat.db;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** How PostgreSQL joins rows of which its statistics know nothing. */
@QuarkusTest
class JoiningManyRowsTest {

  /** As {@code TurnStore} joins the turns of a tick with their agents. */
  private static final String JOIN =
      """
      explain select handle from turn join agent using (game_id, handle)
      where game_id = 'not-yet-analyzed' and tick = 1 and turn.state = 'due'
      """;

  @Inject Database database;

  private String plan() {
    return String.join("\n", database.query(JOIN, parameters -> {}, row -> row.getString(1)));
  }

  private String nestedLoops() {
    return database
        .first("show enable_nestloop", parameters -> {}, row -> row.getString(1))
        .orElseThrow();
  }

  @Test
  void noRowIsComparedWithEachOther() {
    var plan = database.joiningManyRows(this::plan);
    assertThat(plan).doesNotContain("Nested Loop").containsPattern("(Hash|Merge) Join");
    assertThat(plan()).as("otherwise").contains("Nested Loop");
  }

  @Test
  void otherStatementsOfTheTransactionAreJoinedAsEver() {
    var after =
        database.inTransaction(
            () -> {
              assertThat(database.joiningManyRows(this::nestedLoops)).isEqualTo("off");
              return nestedLoops();
            });
    assertThat(after).isEqualTo("on");
    assertThat(nestedLoops()).isEqualTo("on");
  }
}
