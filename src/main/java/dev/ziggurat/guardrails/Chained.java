package dev.ziggurat.guardrails;

/** Checks a text by one stream, and what it returns by another. */
record Chained(TextStream first, TextStream second) implements TextStream {

  @Override
  public String push(String part) {
    return second.push(first.push(part));
  }

  @Override
  public String end() {
    return second.push(first.end()) + second.end();
  }
}
