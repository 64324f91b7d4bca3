package dev.ziggurat.db;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.persistence.PersistenceException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatabaseOutageReasonTest {

  @ParameterizedTest
  @CsvSource({
    "08001, does not answer",
    "08006, does not answer",
    "25006, read-only",
    "28P01, refuses the configured user",
    "3D000, does not exist",
    "53100, disk is full",
    "53200, no resources left",
    "53300, no more connections",
    "57P01, shutting down",
    "57P03, starting up",
    "58030, storage fails",
    ", does not answer",
  })
  void isToldByTheState(String state, String reason) {
    var failure = new SQLException("at db.internal:5432", state);
    for (var thrown :
        new RuntimeException[] {
          new DatabaseException(failure), new PersistenceException(new RuntimeException(failure))
        }) {
      assertThat(DatabaseOutage.reason(thrown))
          .hasValueSatisfying(
              told -> assertThat(told).contains(reason).doesNotContain("db.internal"));
    }
  }

  @ParameterizedTest
  @CsvSource({"23505", "42601", "22P02", "42P01", "40001"})
  void isNotAMistakeOfOurs(String state) {
    assertThat(DatabaseOutage.reason(new DatabaseException(new SQLException("wrong", state))))
        .isEmpty();
    assertThat(DatabaseOutage.reason(new IllegalStateException("wrong"))).isEmpty();
  }

  @Test
  void isAlsoThisProcessEnding() {
    assertThat(DatabaseOutage.reason(new DatabaseClosing()))
        .contains("this process is shutting down");
  }
}
