package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** One prompt to up to three models side by side. */
@Path("/console/ai-models/playground")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class PlaygroundPage {

  /** The numbers of the models. */
  private static final List<Integer> PLACES = List.of(1, 2, 3);

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance playground(
        PageLayout frame, List<String> models, List<Integer> places);
  }

  private final PageLayouts frames;
  private final KnownModels models;

  PlaygroundPage(PageLayouts frames, KnownModels models) {
    this.frames = frames;
    this.models = models;
  }

  /** Renders the form; the page's script asks the gateway. */
  @GET
  public TemplateInstance get() {
    return Templates.playground(frames.of("Playground"), models.names(), PLACES);
  }
}
