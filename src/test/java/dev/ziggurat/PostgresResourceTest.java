package dev.ziggurat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.db.Database;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PostgresResourceTest {

  @Inject Database database;

  @Test
  void everyStartOfQuarkusHasADatabaseOfItsOwn() {
    var name =
        database.first("select current_database()", statement -> {}, row -> row.getString(1));

    assertThat(name).hasValueSatisfying(value -> assertThat(value).matches("z[0-9a-f]{32}"));
  }
}
