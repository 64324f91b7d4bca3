package dev.ziggurat.db;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * SQL with named parameters, translated for JDBC: {@code :name} outside of quotes becomes {@code
 * ?}. A name may occur several times. PostgreSQL's cast {@code ::} is unchanged.
 *
 * @param jdbc the text with {@code ?}
 * @param positions parameter positions by name, from 1
 */
record NamedSql(String jdbc, Map<String, List<Integer>> positions) {

  /** Parses SQL with named parameters. */
  static NamedSql parse(String sql) {
    var jdbc = new StringBuilder(sql.length());
    var positions = new HashMap<String, List<Integer>>();
    var count = 0;
    for (var at = 0; at < sql.length(); at++) {
      var character = sql.charAt(at);
      if (character == '\'' || character == '"') {
        var end = sql.indexOf(character, at + 1);
        jdbc.append(sql, at, end + 1);
        at = end;
      } else if (character == ':' && at + 1 < sql.length() && sql.charAt(at + 1) == ':') {
        jdbc.append("::");
        at++;
      } else if (character == ':' && at + 1 < sql.length() && begins(sql.charAt(at + 1))) {
        var end = at + 1;
        while (end < sql.length() && Character.isJavaIdentifierPart(sql.charAt(end))) {
          end++;
        }
        positions.computeIfAbsent(sql.substring(at + 1, end), _ -> new ArrayList<>()).add(++count);
        jdbc.append('?');
        at = end - 1;
      } else {
        jdbc.append(character);
      }
    }
    return new NamedSql(jdbc.toString(), Map.copyOf(positions));
  }

  private static boolean begins(char character) {
    return character >= 'a' && character <= 'z';
  }
}
