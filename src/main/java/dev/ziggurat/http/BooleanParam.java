package dev.ziggurat.http;

import jakarta.ws.rs.BadRequestException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A yes or no of a query. A type of its own, because JAX-RS takes a mistyped yes for a no. */
@Schema(type = SchemaType.BOOLEAN)
public record BooleanParam(boolean isSet) {

  /**
   * Reads it from a query parameter.
   *
   * @throws BadRequestException quoting what it should have been
   */
  public static BooleanParam fromString(String text) {
    return switch (text) {
      case "true" -> new BooleanParam(true);
      case "false" -> new BooleanParam(false);
      default ->
          throw new BadRequestException("a flag of the query must be true or false, as in ?x=true");
    };
  }
}
