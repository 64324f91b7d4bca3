package dev.ziggurat.admin.models;

import jakarta.ws.rs.BadRequestException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * Whether a caller knows better. A type of its own, because JAX-RS takes any word but {@code true}
 * for false.
 */
@Schema(type = SchemaType.BOOLEAN, defaultValue = "false")
public record Force(boolean isWanted) {

  /**
   * Reads it from a query parameter.
   *
   * @throws BadRequestException naming the parameter
   */
  public static Force fromString(String text) {
    return switch (text) {
      case "true" -> new Force(true);
      case "false" -> new Force(false);
      default -> throw new BadRequestException("force: must be true or false");
    };
  }
}
