package dev.ziggurat.games;

import dev.ziggurat.http.QueryFilter;
import dev.ziggurat.tick.TurnFilter;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The query parameter {@code state} of lists of turns. */
public class TurnStateParam {

  /** As sent. */
  @Parameter(
      description = "Only turns in this state",
      schema =
          @Schema(
              type = SchemaType.STRING,
              enumeration = {"due", "asking", "thought", "applied", "failed", "passed_over"}))
  @QueryParam("state")
  public Optional<String> state;

  /** The same without a request. */
  public static TurnStateParam of(Optional<String> state) {
    var param = new TurnStateParam();
    param.state = state;
    return param;
  }

  /**
   * The state; empty for all.
   *
   * @throws jakarta.ws.rs.BadRequestException naming the parameter
   */
  public Optional<String> value() {
    return QueryFilter.word("state", state, TurnFilter.STATES);
  }
}
