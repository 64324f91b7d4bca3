package dev.ziggurat.gateway.keys;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.http.BooleanParam;
import dev.ziggurat.http.IfMatch;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.http.QueryFilter;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** The keys that let programs call the gateway. */
@Path("/api/admin/keys")
@RolesAllowed(Roles.ADMIN)
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Keys")
public class KeysResource {

  private static final String PROBLEM = "application/problem+json";

  private final KeyStore store;
  private final KeyReader reader;
  private final KeyAdministration desk;
  private final KeyViews views;

  KeysResource(KeyStore store, KeyReader reader, KeyAdministration desk, KeyViews views) {
    this.store = store;
    this.reader = reader;
    this.desk = desk;
    this.views = views;
  }

  /** A page of keys. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(
      operationId = "listKeys",
      summary = "The keys, newest first, with what they spent today and this month")
  public Page<KeyView> list(
      @Parameter(description = "Lists the revoked keys, and only these")
          @QueryParam("revoked")
          @DefaultValue("false")
          BooleanParam revoked,
      @Parameter(
              description = "Part of the name or of the hint, case-insensitive",
              schema = @Schema(type = SchemaType.STRING, maxLength = 200))
          @QueryParam("q")
          Optional<String> q,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    var part = QueryFilter.text("q", q);
    var page =
        Page.continued(
            cursor,
            from -> store.page(revoked.isSet(), part, from, limit.andOne()),
            limit,
            KeyStore::cursor);
    return new Page<>(views.of(page.items()), page.next());
  }

  /** One key. */
  @GET
  @Path("/{key}")
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(operationId = "getKey", summary = "One key with what it spent, revoked or not")
  public KeyView get(@RestPath String key) {
    return views.of(store.find(id(key)).orElseThrow(() -> new NoSuchKey(key)));
  }

  /** Makes a key. */
  @POST
  @Operation(
      operationId = "createKey",
      summary = "Makes a key and tells its secret, this once",
      description =
          """
          Programs send the secret as Authorization: Bearer zk_…, as OpenAI's SDKs do with their API key.
          Only its hash is kept: a secret that is lost is replaced by a rotation.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = KeyFields.class)))
  @APIResponse(
      responseCode = "201",
      description = "The key opens the gateway, everywhere",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = IssuedKey.class)))
  public RestResponse<IssuedKey> create(JsonNode body) {
    var issued = desk.create(reader.read(body).created());
    return RestResponse.ResponseBuilder.<IssuedKey>created(
            URI.create("/api/admin/keys/" + issued.key().id()))
        .entity(views.of(issued))
        .build();
  }

  /** Changes a key. */
  @PATCH
  @Path("/{key}")
  @Operation(
      operationId = "changeKey",
      summary = "Changes what a key is for; every instance goes by it within five seconds",
      description =
          """
          A field left out stays as it is; null clears a bound. A bound of money counts what was spent
          before it was set; what processes hold already may still be spent when it is lowered.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = KeyFields.class)))
  @APIResponse(
      responseCode = "200",
      description = "The key as it is now",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = KeyView.class)))
  @APIResponse(
      responseCode = "409",
      description = "It is revoked",
      content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "HttpProblem")))
  public KeyView change(
      @RestPath String key,
      @HeaderParam(HttpHeaders.IF_MATCH) @DefaultValue(IfMatch.ANY) IfMatch expected,
      JsonNode body) {
    var fields = reader.read(body);
    return views.of(desk.change(id(key), expected, fields::over));
  }

  /** Revokes a key. */
  @DELETE
  @Path("/{key}")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      operationId = "revokeKey",
      summary = "Revokes a key for good; every instance refuses it within five seconds",
      description = "Calls under way go on to their end. It is listed with ?revoked=true.")
  public KeyView revoke(
      @RestPath String key,
      @HeaderParam(HttpHeaders.IF_MATCH) @DefaultValue(IfMatch.ANY) IfMatch expected) {
    return views.of(desk.revoke(id(key), expected));
  }

  /** Rotates a key. */
  @POST
  @Path("/{key}/rotation")
  @Operation(
      operationId = "rotateKey",
      summary = "Gives a key another secret and tells it, this once",
      description =
          """
          The secret before it opens too for the time of grace; one older than that opens nothing any
          more.
          """)
  @RequestBody(
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = Rotation.class)))
  @APIResponse(
      responseCode = "200",
      description = "The key with its new secret",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = IssuedKey.class)))
  @APIResponse(
      responseCode = "409",
      description = "It is revoked",
      content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "HttpProblem")))
  public IssuedKey rotate(
      @RestPath String key,
      @HeaderParam(HttpHeaders.IF_MATCH) @DefaultValue(IfMatch.ANY) IfMatch expected,
      JsonNode body) {
    return views.of(desk.rotate(id(key), expected, reader.grace(body)));
  }

  private static UUID id(String key) {
    try {
      return UUID.fromString(key);
    } catch (IllegalArgumentException strange) {
      throw new NoSuchKey(key);
    }
  }
}
