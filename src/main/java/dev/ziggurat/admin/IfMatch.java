package dev.ziggurat.admin;

import dev.ziggurat.db.Versioned;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * The versions that an edit is meant for (RFC 9110, section 13.1.1).
 *
 * @param tags entity tags with their quotes; {@code *} stands for any
 */
@Schema(type = SchemaType.STRING, examples = "\"3\"")
public record IfMatch(Set<String> tags) {

  /** Reads the header {@code If-Match}. */
  public static IfMatch fromString(String header) {
    return new IfMatch(
        Arrays.stream(header.split(",")).map(String::strip).collect(Collectors.toSet()));
  }

  /**
   * Makes sure that the caller has seen what it is about to change.
   *
   * @param expected empty when the caller does not mind: the last write wins
   * @throws HttpProblem 412 if it has been changed since
   */
  public static void check(Optional<IfMatch> expected, Versioned current) {
    if (expected.isPresent() && !expected.get().matches(current)) {
      throw HttpProblem.valueOf(
          Response.Status.PRECONDITION_FAILED,
          "If-Match: this was changed in the meantime, to version %d. Read it again and decide anew."
              .formatted(current.version()));
    }
  }

  private boolean matches(Versioned current) {
    return tags.contains("*") || tags.contains(tag(current));
  }

  /** The entity tag of this version. */
  public static String tag(Versioned current) {
    return '"' + Long.toString(current.version()) + '"';
  }
}
