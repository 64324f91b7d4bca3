package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.models.AiModelsResource;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;

/** Simulated failures per provider. A script reads the active ones from the simulator. */
@Path("/console/drills")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class DrillsPage {

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance drills(
        PageLayout frame, List<ProviderStatus> providers, List<Drill> alone, List<Drill> beside);
  }

  private final PageLayouts frames;

  private final AiModelsResource models;

  DrillsPage(PageLayouts frames, AiModelsResource models) {
    this.frames = frames;
    this.models = models;
  }

  /** Renders the switches. */
  @GET
  public TemplateInstance get() {
    var frame = frames.of("Drills").alive();
    return Templates.drills(
        frame,
        ProviderStatus.all(models.get().data(), frame.game()),
        Drill.alone(),
        Drill.beside());
  }
}
