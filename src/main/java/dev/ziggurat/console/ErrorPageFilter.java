package dev.ziggurat.console;

import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.qute.CheckedTemplate;
import io.quarkus.qute.TemplateInstance;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response.Status;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Renders problem documents as pages and redirects to the sign-in page without a session. */
class ErrorPageFilter {

  private static final String CONSOLE = "/console";

  @CheckedTemplate(basePath = "console")
  static final class Templates {
    private Templates() {}

    static native TemplateInstance error(String title, int status, String detail);
  }

  @ServerResponseFilter
  void show(ContainerRequestContext request, ContainerResponseContext response) {
    if (response.getStatus() < Status.BAD_REQUEST.getStatusCode()) {
      return;
    }
    var uri = request.getUriInfo().getRequestUri();
    if (!uri.getPath().startsWith(CONSOLE)) {
      return;
    }
    if (response.getStatus() == Status.UNAUTHORIZED.getStatusCode()) {
      response.setStatus(Status.SEE_OTHER.getStatusCode());
      response.getHeaders().remove(HttpHeaders.WWW_AUTHENTICATE);
      response.getHeaders().putSingle(HttpHeaders.LOCATION, door(uri));
      response.setEntity(null);
      return;
    }
    var page =
        response.getEntity() instanceof HttpProblem problem
            ? Templates.error(
                title(problem), response.getStatus(), detail(problem, response.getStatus()))
            : Templates.error(
                response.getStatusInfo().getReasonPhrase(),
                response.getStatus(),
                "See the log of Ziggurat for details.");
    response.setEntity(page.render(), null, MediaType.TEXT_HTML_TYPE);
  }

  private static String title(HttpProblem problem) {
    return problem.getTitle() == null ? "Something went wrong" : problem.getTitle();
  }

  private static String detail(HttpProblem problem, int status) {
    if (problem.getDetail() != null) {
      return problem.getDetail();
    }
    return status == Status.NOT_FOUND.getStatusCode()
        ? "There is no such page."
        : "See the log of Ziggurat for details.";
  }

  private static URI door(URI page) {
    var to = page.getRawPath() + (page.getRawQuery() == null ? "" : "?" + page.getRawQuery());
    return URI.create("/console/sign-in?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8));
  }
}
