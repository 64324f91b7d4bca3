package dev.ziggurat.console;

import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;

/** Redirects / and /console to /console/. */
@Path("/")
@PermitAll
public class HomePage {

  private static final URI CONSOLE = URI.create("/console/");

  @GET
  public Response root() {
    return Response.seeOther(CONSOLE).build();
  }
}
