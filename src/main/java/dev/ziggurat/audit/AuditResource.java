package dev.ziggurat.audit;

import dev.ziggurat.access.Roles;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.BadRequestException;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Lists who changed what; open to every role that may read the changed data. */
@Path("/api/admin/audit")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Tag(name = "Audit")
public class AuditResource {

  /** PostgreSQL's range of times is smaller than Java's. */
  private static final int LAST_YEAR = 9999;

  private final AuditReader audit;

  AuditResource(AuditReader audit) {
    this.audit = audit;
  }

  /** Returns a page of entries. */
  @GET
  @Operation(
      operationId = "listAudit",
      summary = "Who changed what and who signed in, newest first")
  public Page<AuditEntry> list(
      @Parameter(
              description =
                  "The operation: settings.change, or settings for all that begin with it")
          @QueryParam("action")
          Optional<String> action,
      @Parameter(description = "The target and all below it: games/babylon") @QueryParam("subject")
          Optional<String> subject,
      @Parameter(description = "Part of a name, case-insensitive") @QueryParam("who")
          Optional<String> who,
      @Parameter(
              description = "Start, inclusive",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @QueryParam("from")
          Optional<String> from,
      @Parameter(
              description = "End, exclusive",
              schema = @Schema(type = SchemaType.STRING, format = "date-time"))
          @QueryParam("to")
          Optional<String> to,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    var filter =
        new AuditFilter(
            given(action), given(subject), given(who), instant("from", from), instant("to", to));
    return Page.continued(
        cursor,
        before -> audit.page(filter, before.map(Long::parseLong), limit.andOne()),
        limit,
        entry -> Long.toString(entry.id()));
  }

  /** Forms send empty fields too. */
  private static Optional<String> given(Optional<String> text) {
    return text.map(String::strip).filter(value -> !value.isEmpty());
  }

  private static Optional<Instant> instant(String parameter, Optional<String> text) {
    return given(text)
        .map(
            value ->
                time(value)
                    .orElseThrow(
                        () ->
                            new BadRequestException(
                                parameter + ": must be a time such as 2026-01-31T12:00:00Z")));
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(OffsetDateTime.parse(text))
          .filter(time -> time.getYear() > 0 && time.getYear() <= LAST_YEAR)
          .map(OffsetDateTime::toInstant);
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
