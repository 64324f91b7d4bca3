package dev.ziggurat.http;

import jakarta.ws.rs.BadRequestException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * A page of a list.
 *
 * @param next the cursor of the next page; empty on the last
 */
public record Page<T>(List<T> items, Optional<String> next) {

  /** The max offset of offset cursors. */
  private static final int LONGEST = 1_000_000_000;

  /**
   * A page read from the cursor of an earlier page (keyset pagination): rows added in between
   * neither repeat nor hide an item.
   *
   * @param rows reads rows after a cursor, one more than the page size if there is another page;
   *     throws IllegalArgumentException for an invalid cursor
   * @param itsCursor the cursor of the page that begins after this item
   * @throws BadRequestException naming the cursor
   */
  public static <T> Page<T> continued(
      Optional<String> cursor,
      Function<Optional<String>, List<T>> rows,
      LimitParam limit,
      Function<T, String> itsCursor) {
    var read = read(cursor, rows);
    return cut(read, limit, itsCursor);
  }

  /** A page by offset, for lists whose order changes anyway. */
  public static <T> Page<T> counted(
      Optional<String> cursor, IntFunction<List<T>> rows, LimitParam limit) {
    var offset = read(cursor, from -> from.map(Page::offset).orElse(0));
    var next = Integer.toString(offset + limit.items());
    return cut(rows.apply(offset), limit, last -> next);
  }

  /**
   * A page that is searched for from the cursor of an earlier page.
   *
   * @param search throws IllegalArgumentException for an invalid cursor
   * @throws BadRequestException naming the cursor
   */
  public static <T> Page<T> searched(
      Optional<String> cursor, Function<Optional<String>, Page<T>> search) {
    return read(cursor, search);
  }

  private static <R> R read(Optional<String> cursor, Function<Optional<String>, R> reader) {
    try {
      return reader.apply(cursor);
    } catch (IllegalArgumentException strange) {
      throw new BadRequestException("cursor: must be the `next` of an earlier page", strange);
    }
  }

  private static int offset(String cursor) {
    var offset = Integer.parseInt(cursor);
    if (offset < 0 || offset > LONGEST) {
      throw new IllegalArgumentException(cursor);
    }
    return offset;
  }

  private static <T> Page<T> cut(List<T> rows, LimitParam limit, Function<T, String> cursor) {
    if (rows.size() <= limit.items()) {
      return new Page<>(rows, Optional.empty());
    }
    var items = rows.subList(0, limit.items());
    return new Page<>(items, Optional.of(cursor.apply(items.getLast())));
  }
}
