package dev.ziggurat.guardrails;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/**
 * Masks the strings and numbers in a JSON text that comes in parts, such as the arguments of a tool
 * call. Each is checked with its escapes resolved, and the text stays JSON: a number that is masked
 * becomes a string.
 */
final class JsonTexts implements TextStream {

  private static final JsonStringEncoder ENCODER = JsonStringEncoder.getInstance();
  private static final int HEX_DIGITS = 4;

  private final TextStream strings;
  private final TextStream numbers;
  private final StringBuilder number = new StringBuilder();
  private final StringBuilder escape = new StringBuilder();
  private final StringBuilder decoded = new StringBuilder();
  private boolean inString;

  /**
   * @param strings checks a string, also one in parts
   * @param numbers checks a number as text
   */
  JsonTexts(TextStream strings, TextStream numbers) {
    this.strings = strings;
    this.numbers = numbers;
  }

  @Override
  public String push(String part) {
    var out = new StringBuilder();
    for (var i = 0; i < part.length(); i++) {
      if (inString) {
        string(part.charAt(i), out);
      } else {
        between(part.charAt(i), out);
      }
    }
    pass(out);
    return out.toString();
  }

  @Override
  public String end() {
    var out = new StringBuilder();
    endNumber(out);
    if (inString) {
      // A text that broke off within a string.
      endString(out);
    }
    return out.toString();
  }

  private void between(char c, StringBuilder out) {
    if (c >= '0' && c <= '9' || !number.isEmpty() && "+-.eE".indexOf(c) >= 0) {
      number.append(c);
      return;
    }
    endNumber(out);
    out.append(c);
    inString = c == '"';
  }

  private void endNumber(StringBuilder out) {
    if (number.isEmpty()) {
      return;
    }
    var masked = numbers.whole(number.toString());
    if (masked.contentEquals(number)) {
      out.append(number);
    } else {
      out.append('"').append(ENCODER.quoteAsString(masked)).append('"');
    }
    number.setLength(0);
  }

  private void string(char c, StringBuilder out) {
    if (!escape.isEmpty()) {
      escape.append(c);
      if (escape.charAt(1) != 'u' || escape.length() == 2 + HEX_DIGITS) {
        decoded.append(unescaped());
        escape.setLength(0);
      }
    } else if (c == '\\') {
      escape.append(c);
    } else if (c == '"') {
      endString(out);
      out.append(c);
      inString = false;
    } else {
      decoded.append(c);
    }
  }

  private void endString(StringBuilder out) {
    pass(out);
    out.append(ENCODER.quoteAsString(strings.end()));
    escape.setLength(0);
  }

  /** An escape that is not JSON's stays as it is. */
  private String unescaped() {
    return switch (escape.charAt(1)) {
      case 'n' -> "\n";
      case 't' -> "\t";
      case 'r' -> "\r";
      case 'b' -> "\b";
      case 'f' -> "\f";
      case '"', '\\', '/' -> escape.substring(1);
      case 'u' -> codeUnit();
      default -> escape.toString();
    };
  }

  private String codeUnit() {
    try {
      return String.valueOf((char) Integer.parseInt(escape.substring(2), 16));
    } catch (NumberFormatException notHexadecimal) {
      return escape.toString();
    }
  }

  private void pass(StringBuilder out) {
    if (!decoded.isEmpty()) {
      out.append(ENCODER.quoteAsString(strings.push(decoded.toString())));
      decoded.setLength(0);
    }
  }
}
