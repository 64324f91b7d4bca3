package dev.ziggurat.console;

import dev.ziggurat.access.Roles;
import dev.ziggurat.llm.Provider;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.stream.Stream;

/** Failures to rehearse, for each provider. What is in force, a script asks the simulator. */
@Path("/console/drills")
@Produces(MediaType.TEXT_HTML)
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
public class DrillsPage {

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance drills(
        Frame frame, List<String> providers, List<Drill> alone, List<Drill> beside);
  }

  private final Frames frames;

  DrillsPage(Frames frames) {
    this.frames = frames;
  }

  /** The switches. */
  @GET
  public TemplateInstance get() {
    return Templates.drills(
        frames.of("Drills"),
        Stream.of(Provider.values()).map(Provider::id).toList(),
        Drill.alone(),
        Drill.beside());
  }
}
