package dev.ziggurat.gateway.messages;

/** Finds the end of a JSON object in a text that arrives in parts. */
final class ObjectEnd {

  private int depth;
  private boolean begun;
  private boolean quoted;
  private boolean escaped;
  private boolean reached;

  /** Reads the next part. */
  void read(String part) {
    for (var position = 0; position < part.length() && !reached; position++) {
      read(part.charAt(position));
    }
  }

  private void read(char character) {
    if (escaped) {
      escaped = false;
    } else if (quoted) {
      escaped = character == '\\';
      quoted = character != '"';
    } else {
      switch (character) {
        case '"' -> quoted = true;
        case '{', '[' -> {
          begun |= character == '{' && depth == 0;
          depth++;
        }
        case '}', ']' -> {
          depth--;
          reached = begun && depth == 0;
        }
        default -> {
          // Inside a value, or between two.
        }
      }
    }
  }

  /** Whether the object is complete; never for a text that is none. */
  boolean reached() {
    return reached;
  }
}
