package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.ticks.TicksResource;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.tick.TickReport;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** The ticks of a game, newest first. */
@Path("/console/ticks")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class TicksPage {

  private static final LimitParam SHOWN = new LimitParam(50);

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance ticks(PageLayout frame, Page<TickReport> ticks);
  }

  private final PageLayouts frames;
  private final TicksResource ticks;

  TicksPage(PageLayouts frames, TicksResource ticks) {
    this.frames = frames;
    this.ticks = ticks;
  }

  /** Renders the page. */
  @GET
  public TemplateInstance list(
      @RestQuery Optional<String> game, @RestQuery Optional<String> cursor) {
    var frame = frames.of("Ticks", game).alive();
    var page =
        frame
            .game()
            .map(shown -> ticks.list(shown.id(), SHOWN, cursor))
            .orElseGet(() -> new Page<>(List.of(), Optional.empty()));
    return Templates.ticks(frame, page);
  }
}
