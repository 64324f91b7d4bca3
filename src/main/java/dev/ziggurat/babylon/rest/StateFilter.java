package dev.ziggurat.babylon.rest;

import dev.ziggurat.babylon.store.MarketState;
import jakarta.ws.rs.BadRequestException;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The requested market state. Its own type, because JAX-RS answers 404 to an invalid enum constant
 * in a query parameter.
 */
@Schema(
    type = SchemaType.STRING,
    enumeration = {"open", "closed", "resolved", "voided"})
public record StateFilter(MarketState state) {

  /**
   * Parses a query parameter.
   *
   * @throws BadRequestException naming the parameter
   */
  public static StateFilter fromString(String word) {
    return MarketState.of(word)
        .map(StateFilter::new)
        .orElseThrow(
            () -> new BadRequestException("state: must be one of open, closed, resolved, voided"));
  }
}
