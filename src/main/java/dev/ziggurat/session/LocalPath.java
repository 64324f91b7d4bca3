package dev.ziggurat.session;

import jakarta.ws.rs.BadRequestException;
import java.util.regex.Pattern;

/**
 * A path of this site, where a browser goes after signing in: never another site's.
 *
 * @param text with its query, if any
 */
public record LocalPath(String text) {

  /** One slash, for two begin a host; no backslash, which browsers take for a slash. */
  private static final Pattern SHAPE = Pattern.compile("/([!-~&&[^/\\\\]][!-~&&[^\\\\]]{0,1999})?");

  /**
   * Checks it.
   *
   * @throws BadRequestException if it may lead elsewhere
   */
  public LocalPath {
    if (!isLocal(text)) {
      throw new BadRequestException("to: must be a path of this site, such as /console");
    }
  }

  /** Whether this leads to a place of this site. */
  public static boolean isLocal(String text) {
    return SHAPE.matcher(text).matches();
  }
}
