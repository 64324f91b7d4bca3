package dev.ziggurat.llm;

/**
 * What a text can be counted as, in one pass over it: prompts are long, and parts of them are sent
 * many times.
 *
 * @param tokenThirds estimated tokens, in thirds of a token: 1 for an ASCII character, 3 for any
 *     other, because scripts other than Latin have hardly more than one character per token
 * @param bytes its bytes in UTF-8, which are the most tokens it can have: every tokenizer falls
 *     back to bytes and no token is shorter than one
 */
public record TextSize(long tokenThirds, long bytes) {

  /** The size of this text. */
  public static TextSize of(String text) {
    var thirds = 0L;
    var bytes = 0L;
    for (var index = 0; index < text.length(); index++) {
      var character = text.charAt(index);
      if (character < 0x80) {
        thirds++;
        bytes++;
      } else {
        thirds += 3;
        bytes += character < 0x800 ? 2 : 3;
      }
    }
    return new TextSize(thirds, bytes);
  }
}
