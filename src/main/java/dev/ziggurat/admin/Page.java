package dev.ziggurat.admin;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A part of a list.
 *
 * @param next the cursor to ask the next page with; empty on the last
 */
public record Page<T>(List<T> items, Optional<String> next) {

  /** How many items a page has when the caller does not say. */
  static final String DEFAULT_LIMIT = "50";

  /** The most items of a page. */
  static final int MAX_LIMIT = 100;

  /**
   * A page of what was read, one row more than the page holds telling that there is another.
   *
   * @param cursor the cursor of the page that begins after this item
   */
  static <T> Page<T> following(List<T> rows, int limit, Function<T, String> cursor) {
    if (rows.size() <= limit) {
      return new Page<>(rows, Optional.empty());
    }
    var items = rows.subList(0, limit);
    return new Page<>(items, Optional.of(cursor.apply(items.getLast())));
  }

  /** A page of rows that are counted from the start of the list. */
  static <T> Page<T> counted(List<T> rows, int limit, int offset) {
    return following(rows, limit, last -> Integer.toString(offset + limit));
  }
}
