package dev.ziggurat;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.ziggurat.db.EmbeddedDatabaseException;
import org.junit.jupiter.api.Test;

/** The function as Lambda starts it, when the operator forgot the database. */
class ZigguratFunctionTest {

  @Test
  void namesTheVariableThatIsMissing() {
    assertThatThrownBy(ZigguratFunction::new)
        .isInstanceOf(EmbeddedDatabaseException.class)
        .hasMessageContaining("QUARKUS_DATASOURCE_JDBC_URL");
  }
}
