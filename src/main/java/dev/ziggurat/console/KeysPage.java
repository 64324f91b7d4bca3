package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.gateway.keys.KeyView;
import dev.ziggurat.gateway.keys.KeysResource;
import dev.ziggurat.http.BooleanParam;
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

/** Lists, creates, edits, rotates and revokes gateway keys. */
@Path("/console/keys")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class KeysPage {

  private static final LimitParam SHOWN = new LimitParam(50);

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance keys(
        PageLayout frame,
        ListAddress list,
        Page<KeyLine> lines,
        boolean older,
        Page<KeyView> revoked,
        boolean olderRevoked);
  }

  private final PageLayouts frames;
  private final KeysResource keys;

  KeysPage(PageLayouts frames, KeysResource keys) {
    this.frames = frames;
    this.keys = keys;
  }

  /**
   * Renders the active keys, newest first, then the revoked ones.
   *
   * @param revoked cursor of the revoked keys; empty for the newest
   */
  @GET
  public TemplateInstance list(
      @RestQuery Optional<String> q,
      @RestQuery Optional<String> cursor,
      @RestQuery Optional<String> revoked) {
    var page = keys.list(new BooleanParam(false), q, SHOWN, cursor);
    return Templates.keys(
        frames.of("Keys"),
        ListAddress.of("/console/keys").filter("q", q),
        new Page<>(page.items().stream().map(KeyLine::new).toList(), page.next()),
        cursor.isPresent(),
        keys.list(new BooleanParam(true), q, SHOWN, revoked),
        revoked.isPresent());
  }
}
