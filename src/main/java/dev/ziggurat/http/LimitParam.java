package dev.ziggurat.http;

import jakarta.ws.rs.BadRequestException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The page size of a list. Its own type, because JAX-RS answers 404 to a query parameter that is
 * not a number.
 *
 * @param items from 1 to 100
 */
@Schema(
    type = SchemaType.INTEGER,
    minimum = "1",
    maximum = "100",
    defaultValue = LimitParam.DEFAULT)
public record LimitParam(int items) {

  /** The default. */
  public static final String DEFAULT = "50";

  private static final int MOST = 100;

  public LimitParam {
    if (items < 1 || items > MOST) {
      throw refused();
    }
  }

  /**
   * Parses a query parameter.
   *
   * @throws BadRequestException naming the parameter
   */
  public static LimitParam fromString(String text) {
    try {
      return new LimitParam(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      throw refused();
    }
  }

  private static BadRequestException refused() {
    return new BadRequestException("limit: must be a whole number from 1 to " + MOST);
  }

  /** The limit plus one; the extra item shows that there is another page. */
  public int andOne() {
    return items + 1;
  }
}
