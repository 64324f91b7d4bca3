package dev.ziggurat.console;

import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;

/**
 * Where a person plays with a player's token. The page itself shows nothing: its script asks {@code
 * /api/play} with the token that the person types, which stays in the browser's tab.
 */
@Path("/console/play")
@Produces(MediaType.TEXT_HTML)
@PermitAll
public class PlayPage {

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance play(String title);
  }

  /** Renders the page. */
  @GET
  public TemplateInstance get() {
    return Templates.play("Play");
  }
}
