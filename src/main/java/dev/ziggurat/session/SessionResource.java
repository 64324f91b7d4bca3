package dev.ziggurat.session;

import dev.ziggurat.access.ClientAddress;
import dev.ziggurat.access.Roles;
import dev.ziggurat.access.SessionCookie;
import dev.ziggurat.access.Sessions;
import dev.ziggurat.access.SignIns;
import dev.ziggurat.audit.Audit;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.db.DatabaseOutage;
import io.quarkus.logging.Log;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.ForbiddenException;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** The caller's session: sign-in, identity and sign-out. */
@Path("/api/session")
@RunOnVirtualThread
@Tag(name = "Session")
public class SessionResource {

  /** Values of Sec-Fetch-Site, which scripts cannot forge. */
  private static final Set<String> OUR_OWN_PAGES = Set.of("same-origin", "none");

  private static final String PROBLEM = "application/problem+json";
  private static final String SUBJECT = "session";

  private final SignIns signIns;
  private final SessionCookie cookie;
  private final Audit audit;
  private final SecurityIdentity identity;

  SessionResource(SignIns signIns, SessionCookie cookie, Audit audit, SecurityIdentity identity) {
    this.signIns = signIns;
    this.cookie = cookie;
    this.audit = audit;
    this.identity = identity;
  }

  /** Returns the caller's identity. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN, Roles.CRON})
  @Operation(operationId = "getSession", summary = "Your name, roles and session expiry")
  public SessionView get() {
    return SessionView.of(identity);
  }

  /** Signs in. */
  @POST
  @PermitAll
  @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
  @Operation(
      operationId = "signIn",
      summary = "Signs in to the console with a token",
      description =
          """
          Sets an HttpOnly session cookie. Changes with that cookie need the header
          X-Ziggurat-Console: 1. After ten failures within a minute an address is throttled.
          Programs need no session: they send their token with every call.
          """)
  @APIResponse(responseCode = "204", description = "Signed in")
  @APIResponse(
      responseCode = "303",
      description = "With `to`: redirects to that page, or back to the sign-in page with the error")
  @APIResponse(
      responseCode = "429",
      description = "Too many failures; see Retry-After",
      content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "HttpProblem")))
  @APIResponse(
      responseCode = "503",
      description = "No token is configured, or the database is not available",
      content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "HttpProblem")))
  public Response signIn(
      @RequestBody(
              required = true,
              content =
                  @Content(
                      mediaType = MediaType.APPLICATION_FORM_URLENCODED,
                      schema = @Schema(implementation = SignInForm.class)))
          String body,
      @Parameter(hidden = true) @HeaderParam("Sec-Fetch-Site") String site,
      @Context RoutingContext context) {
    if (site != null && !OUR_OWN_PAGES.contains(site)) {
      throw new ForbiddenException(
          "Cross-site sign-in is not allowed: sign in on a page of this site.");
    }
    var form = SignInForm.read(body);
    var path = form.to().map(LocalPath::new);
    if (!PersonName.isName(form.name())) {
      return turnedAway(SignInRefusal.strangeName(), path);
    }
    var person = new PersonName(form.name());
    try {
      return signedIn(form, person, path, context);
    } catch (DatabaseException failure) {
      var outage = DatabaseOutage.reason(failure).orElseThrow(() -> failure);
      Log.warnf("A sign-in failed: %s (%s)", outage, failure.getMessage());
      return turnedAway(SignInRefusal.databaseAway(outage), path);
    }
  }

  private Response signedIn(
      SignInForm form, PersonName person, Optional<LocalPath> path, RoutingContext context) {
    var address = ClientAddress.of(context.request());
    return switch (signIns.signIn(form.token(), person.text(), address)) {
      case SignIns.Outcome.In(var opened) -> in(opened, path, address, context);
      case SignIns.Outcome.WrongToken() -> out(SignInRefusal.wrongToken(), path, person, address);
      case SignIns.Outcome.NoConsole() -> out(SignInRefusal.noConsole(), path, person, address);
      case SignIns.Outcome.Wait(var left) -> turnedAway(SignInRefusal.tooOften(left), path);
      case SignIns.Outcome.Closed() -> turnedAway(SignInRefusal.closed(), path);
    };
  }

  /** Signs out. */
  @DELETE
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(
      operationId = "signOut",
      summary = "Signs out",
      description = "Ends the session: its cookie is refused from now on, copies included.")
  @APIResponse(responseCode = "204", description = "Signed out")
  public void signOut(@Context RoutingContext context) {
    signIns.signOut(context);
    audit.record("session.end", SUBJECT, Map.of());
  }

  private Response in(
      Sessions.Opened opened, Optional<LocalPath> path, String address, RoutingContext context) {
    audit.recordOf(opened.session().name(), "session.open", SUBJECT, Map.of("address", address));
    cookie.give(context, opened);
    return path.map(LocalPath::text)
        .map(SessionResource::seeOther)
        .orElseGet(SessionResource::done);
  }

  private Response out(
      SignInRefusal refusal, Optional<LocalPath> path, PersonName person, String address) {
    audit.recordOf(
        "nobody",
        "session.refuse",
        SUBJECT,
        Map.of("address", address, "name", person.text(), "reason", refusal.code()));
    return turnedAway(refusal, path);
  }

  private static Response turnedAway(SignInRefusal refusal, Optional<LocalPath> path) {
    return path.map(to -> seeOther(refusal.page(to)))
        .orElseGet(() -> refusal.problem().toResponse());
  }

  private static Response done() {
    return Response.noContent().build();
  }

  /** A relative Location: only the browser knows the public host and scheme. */
  private static Response seeOther(String path) {
    return Response.status(Response.Status.SEE_OTHER).header(HttpHeaders.LOCATION, path).build();
  }
}
