package dev.ziggurat.access;

import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;

/** Doors to try, in tests only. */
@Path("/test/doors")
@PermitAll
public class DoorResource {

  public record Visit(@NotBlank String name, @Min(1) int people) {}

  @GET
  @Path("open")
  public String open() {
    return "in";
  }

  @GET
  @Path("viewer")
  @RolesAllowed(Roles.VIEWER)
  public String viewer() {
    return "in";
  }

  @POST
  @Path("viewer")
  @RolesAllowed(Roles.VIEWER)
  public String viewerWrites() {
    return "in";
  }

  @GET
  @Path("admin")
  @RolesAllowed(Roles.ADMIN)
  public String admin() {
    return "in";
  }

  @GET
  @Path("cron")
  @RolesAllowed(Roles.CRON)
  public String cron() {
    return "in";
  }

  @POST
  @Path("visits")
  public Visit visit(@Valid Visit visit) {
    return visit;
  }

  @GET
  @Path("broken")
  public String broken() {
    throw new IllegalStateException("the inner secret");
  }
}
