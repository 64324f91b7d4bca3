package dev.ziggurat.http;

import jakarta.ws.rs.BadRequestException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A boolean query parameter. JAX-RS itself parses any text but {@code true} as false. */
@Schema(type = SchemaType.BOOLEAN)
public record BooleanParam(boolean isSet) {

  /**
   * Parses a query parameter.
   *
   * @throws BadRequestException if it is neither true nor false
   */
  public static BooleanParam fromString(String text) {
    return switch (text) {
      case "true" -> new BooleanParam(true);
      case "false" -> new BooleanParam(false);
      default ->
          throw new BadRequestException(
              "a boolean query parameter must be true or false, as in ?x=true");
    };
  }
}
