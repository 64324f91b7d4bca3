package dev.ziggurat.audit;

import dev.ziggurat.access.Roles;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.http.QueryFilter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.List;
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

  private static final String OLDEST_FIRST = "at";
  private static final String NEWEST_FIRST = "-at";

  private final AuditReader audit;

  AuditResource(AuditReader audit) {
    this.audit = audit;
  }

  /** Returns a page of entries. */
  @GET
  @Operation(
      operationId = "listAudit",
      summary = "Who changed what and who signed in, newest first unless sorted otherwise")
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
      @Parameter(
              description = "-at lists the newest first, at the oldest",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {NEWEST_FIRST, OLDEST_FIRST},
                      defaultValue = NEWEST_FIRST))
          @QueryParam("sort")
          Optional<String> sort,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    var filter =
        new AuditFilter(
            QueryFilter.text("action", action),
            QueryFilter.text("subject", subject),
            QueryFilter.text("who", who),
            QueryFilter.time("from", from),
            QueryFilter.time("to", to),
            QueryFilter.word("sort", sort, List.of(NEWEST_FIRST, OLDEST_FIRST))
                .filter(OLDEST_FIRST::equals)
                .isPresent());
    return Page.continued(
        cursor,
        before -> audit.page(filter, before.map(Long::parseLong), limit.andOne()),
        limit,
        entry -> Long.toString(entry.id()));
  }
}
