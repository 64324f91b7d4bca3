package dev.ziggurat.gateway.messages;

/** A content block of an answer, and what of it waits to be written. */
final class ContentBlock {

  /** Its type. */
  enum Kind {
    THINKING,
    TEXT,
    TOOL_USE
  }

  private final Kind kind;
  private final String id;
  private final String name;
  private final StringBuilder waiting = new StringBuilder();
  private final ObjectEnd end = new ObjectEnd();

  private ContentBlock(Kind kind, String id, String name) {
    this.kind = kind;
    this.id = id;
    this.name = name;
  }

  /** Thinking, or text. */
  static ContentBlock of(Kind kind) {
    return new ContentBlock(kind, "", "");
  }

  /** The use of a tool. */
  static ContentBlock toolUse(String id, String name) {
    return new ContentBlock(Kind.TOOL_USE, id, name);
  }

  Kind kind() {
    return kind;
  }

  /** The id of a tool use; empty for others. */
  String id() {
    return id;
  }

  /** The tool's name; empty for others. */
  String name() {
    return name;
  }

  void append(String part) {
    waiting.append(part);
    if (kind == Kind.TOOL_USE) {
      end.read(part);
    }
  }

  /**
   * Takes what waits; may be empty.
   *
   * @param all also half of a character outside the basic plane, which otherwise waits for the rest
   */
  String take(boolean all) {
    var length = waiting.length();
    if (!all && length > 0 && Character.isHighSurrogate(waiting.charAt(length - 1))) {
      length--;
    }
    var taken = waiting.substring(0, length);
    waiting.delete(0, length);
    return taken;
  }

  /** Whether it may end when another block follows. */
  boolean mayEnd() {
    return kind != Kind.TOOL_USE || end.reached();
  }
}
