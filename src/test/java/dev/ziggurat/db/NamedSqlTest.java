package dev.ziggurat.db;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedSqlTest {

  @Test
  void namesBecomePositionsWhereverTheyStand() {
    var sql = NamedSql.parse("update t set a = :a, b = :b2 where a <> :a");
    assertThat(sql.jdbc()).isEqualTo("update t set a = ?, b = ? where a <> ?");
    assertThat(sql.positions()).isEqualTo(Map.of("a", List.of(1, 3), "b2", List.of(2)));
  }

  @Test
  void castsAndQuotedTextsAreLeftAlone() {
    var sql =
        NamedSql.parse("select ':no', \":no\", x::text, :yes::text[], 'it''s :no', '0'::xid8");
    assertThat(sql.jdbc())
        .isEqualTo("select ':no', \":no\", x::text, ?::text[], 'it''s :no', '0'::xid8");
    assertThat(sql.positions()).isEqualTo(Map.of("yes", List.of(1)));
  }
}
