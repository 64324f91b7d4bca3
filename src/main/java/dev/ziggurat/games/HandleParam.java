package dev.ziggurat.games;

import dev.ziggurat.http.QueryFilter;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The query parameter {@code q} of lists by agent. */
public class HandleParam {

  /** As sent. */
  @Parameter(
      description = "Part of the handle, case-insensitive",
      schema = @Schema(type = SchemaType.STRING, maxLength = 200))
  @QueryParam("q")
  public Optional<String> q;

  /** The same without a request. */
  public static HandleParam of(Optional<String> q) {
    var param = new HandleParam();
    param.q = q;
    return param;
  }

  /**
   * Part of a handle; empty for all.
   *
   * @throws jakarta.ws.rs.BadRequestException naming the parameter
   */
  public Optional<String> value() {
    return QueryFilter.text("q", q);
  }
}
