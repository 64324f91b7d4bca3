package dev.ziggurat.http;

import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The header {@code If-Match} (RFC 9110, 13.1.1): the version the client changes. Absent matches
 * any version.
 */
@Schema(
    type = SchemaType.STRING,
    defaultValue = IfMatch.ANY,
    description = "An ETag; the change is made only if it matches the current version")
public record IfMatch(String header) {

  /** Matches any version. */
  public static final String ANY = "*";

  /** Parses the header. */
  public static IfMatch fromString(String header) {
    return new IfMatch(header.strip());
  }

  /** Formats a version as an ETag. */
  public static String etag(long version) {
    return "\"" + version + '"';
  }

  /**
   * Checks the header against the current version.
   *
   * @throws HttpProblem 412 if it does not match
   */
  public void check(long version) {
    var matches =
        header.equals(ANY)
            || Stream.of(header.split(",")).map(String::strip).anyMatch(etag(version)::equals);
    if (!matches) {
      throw HttpProblem.valueOf(
          Response.Status.PRECONDITION_FAILED,
          "The current version is %d, not the one in If-Match. Read it again and retry."
              .formatted(version));
    }
  }
}
