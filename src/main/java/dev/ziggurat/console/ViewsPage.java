package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.GameWorldResource;
import dev.ziggurat.games.GameWorldResource.ViewName;
import dev.ziggurat.httpworld.HttpWorld;
import dev.ziggurat.httpworld.ShownView;
import dev.ziggurat.world.WorldUnavailable;
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

/** A page that the world of a game shows, from data that it sends. */
@Path("/console/views")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class ViewsPage {

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance views(
        PageLayout frame,
        String world,
        List<ViewName> views,
        Optional<ShownView> shown,
        Optional<String> failure);
  }

  private final PageLayouts frames;
  private final GameWorldResource worlds;

  ViewsPage(PageLayouts frames, GameWorldResource worlds) {
    this.frames = frames;
    this.worlds = worlds;
  }

  /** The page of this name, or the first. */
  @GET
  public TemplateInstance get(@RestQuery Optional<String> game, @RestQuery Optional<String> view) {
    var frame = frames.ofWorld(HttpWorld.KIND, "Views", game).alive();
    if (frame.game().isEmpty()) {
      return Templates.views(frame, "", List.of(), Optional.empty(), Optional.empty());
    }
    var id = frame.existingGame().id();
    var world = worlds.get(id);
    var name =
        view.filter(each -> !each.isBlank())
            .or(() -> world.views().stream().findFirst().map(ViewName::name));
    try {
      return Templates.views(
          frame,
          world.title(),
          world.views(),
          name.map(each -> worlds.view(id, each)),
          Optional.empty());
    } catch (WorldUnavailable unavailable) {
      return Templates.views(
          frame,
          world.title(),
          world.views(),
          Optional.empty(),
          Optional.of(unavailable.getMessage()));
    }
  }
}
