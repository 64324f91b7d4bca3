package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.audit.AuditResource;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** The audit: changes and sign-ins. */
@Path("/console/audit")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class AuditPage {

  private static final LimitParam SHOWN = new LimitParam(50);

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance audit(
        PageLayout frame, AuditSearch search, Page<AuditLine> lines);
  }

  private final PageLayouts frames;
  private final AuditResource audit;

  AuditPage(PageLayouts frames, AuditResource audit) {
    this.frames = frames;
    this.audit = audit;
  }

  /** Renders the matching entries, newest first. */
  @GET
  public TemplateInstance list(
      @RestQuery Optional<String> action,
      @RestQuery Optional<String> subject,
      @RestQuery Optional<String> who,
      @RestQuery Optional<String> from,
      @RestQuery Optional<String> to,
      @RestQuery Optional<String> sort,
      @RestQuery Optional<String> cursor) {
    var start = UtcField.sent(from);
    var end = UtcField.sent(to);
    var found = audit.list(action, subject, who, start, end, sort, SHOWN, cursor);
    return Templates.audit(
        frames.of("Audit"),
        AuditSearch.of(action, subject, who, start, end, sort),
        new Page<>(found.items().stream().map(AuditLine::of).toList(), found.next()));
  }
}
