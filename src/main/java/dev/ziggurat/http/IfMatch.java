package dev.ziggurat.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The header {@code If-Match} (RFC 9110, 13.1.1): which version a caller means to change. Left out,
 * it is any.
 */
@Schema(
    type = SchemaType.STRING,
    defaultValue = IfMatch.ANY,
    description = "An ETag: the change is made only if it is still the one in force")
public record IfMatch(String header) {

  /** Whatever the version is. */
  public static final String ANY = "*";

  /** Reads the header. */
  public static IfMatch fromString(String header) {
    return new IfMatch(header.strip());
  }

  /** How a version is written as an ETag. */
  public static String etag(long version) {
    return "\"" + version + '"';
  }

  /**
   * Holds what the caller knows against what is in force.
   *
   * @throws HttpProblem 412 if it is another version
   */
  public void check(long version) {
    var matches =
        header.equals(ANY)
            || Stream.of(header.split(",")).map(String::strip).anyMatch(etag(version)::equals);
    if (!matches) {
      throw HttpProblem.valueOf(
          Response.Status.PRECONDITION_FAILED,
          "Somebody was faster: version %d is in force. Read it again, and change that."
              .formatted(version));
    }
  }
}
