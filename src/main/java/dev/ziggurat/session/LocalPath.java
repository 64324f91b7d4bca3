package dev.ziggurat.session;

import jakarta.ws.rs.BadRequestException;
import java.util.regex.Pattern;

/**
 * A path of this site, the redirect target after sign-in.
 *
 * @param text the path with its query, if any
 */
public record LocalPath(String text) {

  /** One slash, because two start a host; no backslash, which browsers treat as a slash. */
  private static final Pattern SHAPE = Pattern.compile("/([!-~&&[^/\\\\]][!-~&&[^\\\\]]{0,1999})?");

  /**
   * Validates the path.
   *
   * @throws BadRequestException if it may lead to another site
   */
  public LocalPath {
    if (!isLocal(text)) {
      throw new BadRequestException("to: must be a path of this site, such as /console");
    }
  }

  /** Whether the text is a path of this site. */
  public static boolean isLocal(String text) {
    return SHAPE.matcher(text).matches();
  }
}
