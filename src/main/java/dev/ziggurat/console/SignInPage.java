package dev.ziggurat.console;

import dev.ziggurat.session.LocalPath;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestQuery;

/** The sign-in page: exchanges a token for a session. */
@Path("/console/sign-in")
@Produces(MediaType.TEXT_HTML)
@PermitAll
public class SignInPage {

  private static final String CONSOLE = "/console/";

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance signIn(String title, String to, Optional<String> failure);
  }

  /** Renders the form. */
  @GET
  public TemplateInstance get(
      @RestQuery @DefaultValue(CONSOLE) String to, @RestQuery Optional<String> failed) {
    return Templates.signIn(
        "Sign in", LocalPath.isLocal(to) ? to : CONSOLE, failed.map(SignInPage::failure));
  }

  private static String failure(String reason) {
    return switch (reason) {
      case "throttled" -> "Too many attempts failed. Wait a minute and try again.";
      case "name" -> "Your name may contain letters, digits, spaces and . ' @ _ - only.";
      case "cron" ->
          "The cron secret only starts ticks. Sign in with the viewer or the admin token.";
      case "closed" -> "No token is configured here: set ADMIN_TOKEN or VIEWER_TOKEN and restart.";
      case "database" ->
          "Signing in is not possible at the moment, because the database is not available. Try again"
              + " shortly.";
      default -> "This token is not one of the configured tokens.";
    };
  }
}
