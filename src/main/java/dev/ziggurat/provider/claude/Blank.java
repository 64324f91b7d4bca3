package dev.ziggurat.provider.claude;

/**
 * Texts that Claude refuses as blank. Its white space is that of Unicode, so unlike for {@link
 * String#isBlank} the no-break space counts too.
 */
final class Blank {

  /** White space of Unicode that is none for {@link Character#isWhitespace(int)}. */
  private static final int NEXT_LINE = 0x85;

  private Blank() {}

  static boolean is(String text) {
    return text.codePoints()
        .allMatch(
            character ->
                Character.isWhitespace(character)
                    || Character.isSpaceChar(character)
                    || character == NEXT_LINE);
  }
}
