package dev.ziggurat.gateway.texts;

/** A shell command that sends a request again. */
public final class CurlCommand {

  private CurlCommand() {}

  /**
   * The command, with the key in the shell variable {@code ZIGGURAT_KEY}.
   *
   * @param base the address of this gateway, such as {@code https://ziggurat.example.org}
   */
  public static String of(String base, CallText text) {
    return """
    curl %s \\
      -H "Authorization: Bearer $ZIGGURAT_KEY" \\
      -H 'Content-Type: application/json' \\
      -d %s"""
        .formatted(quoted(base + text.api()), quoted(text.request()));
  }

  /** One word of a POSIX shell: within single quotes only a single quote has a meaning. */
  private static String quoted(String text) {
    return '\'' + text.replace("'", "'\\''") + '\'';
  }
}
