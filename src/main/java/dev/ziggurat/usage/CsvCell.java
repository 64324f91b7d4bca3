package dev.ziggurat.usage;

import java.util.Optional;
import java.util.regex.Pattern;

/** A cell of a CSV document (RFC 4180) for a spreadsheet, in which no text is a formula. */
final class CsvCell {

  /** Ends each line. */
  static final String END_OF_LINE = "\r\n";

  /** Characters that start a formula in a spreadsheet. */
  private static final Pattern FORMULA = Pattern.compile("[=+\\-@\\t\\r\\n].*", Pattern.DOTALL);

  private static final Pattern NUMBER = Pattern.compile("-\\d+(\\.\\d+)?");
  private static final Pattern TO_BE_QUOTED = Pattern.compile("[\",\\r\\n]");

  private CsvCell() {}

  /** The text of a value; an empty cell for an empty {@link Optional}. */
  static String of(Object value) {
    var text =
        value instanceof Optional<?> known
            ? known.map(Object::toString).orElse("")
            : value.toString();
    var harmless =
        FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches() ? "'" + text : text;
    return TO_BE_QUOTED.matcher(harmless).find()
        ? '"' + harmless.replace("\"", "\"\"") + '"'
        : harmless;
  }
}
