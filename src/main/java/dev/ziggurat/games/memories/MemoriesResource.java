package dev.ziggurat.games.memories;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.games.PathLookup;
import dev.ziggurat.http.IfMatch;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.http.QueryFilter;
import dev.ziggurat.memory.MemoryEntries;
import dev.ziggurat.memory.MemoryEntry;
import dev.ziggurat.memory.MemoryKind;
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

/** What agents remember: read by viewers, edited by admins. */
@Path("/api/games/{game}/agents/{handle}/memories")
@RolesAllowed({Roles.VIEWER, Roles.ADMIN})
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Agents")
public class MemoriesResource {

  private final PathLookup existing;
  private final MemoryEntries entries;
  private final MemoryChanges changes;

  MemoriesResource(PathLookup existing, MemoryEntries entries, MemoryChanges changes) {
    this.existing = existing;
    this.entries = entries;
    this.changes = changes;
  }

  /** A page of what an agent remembers. */
  @GET
  @Consumes(MediaType.WILDCARD)
  @Operation(
      operationId = "listMemories",
      summary = "What an agent remembers, newest first; shown tells what its last prompt showed")
  public Page<MemoryEntry> list(
      @RestPath String game,
      @RestPath String handle,
      @Parameter(
              description = "Lists one kind only",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {"turn", "reflection", "note"}))
          @QueryParam("kind")
          Optional<String> kind,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    var agent = existing.agent(game, handle).agent().handle();
    var only = QueryFilter.word("kind", kind, MemoryKind.ALL);
    return Page.continued(
        cursor,
        from -> entries.page(game, agent, only, from, limit.andOne()),
        limit,
        MemoryEntries::cursor);
  }

  /** One entry. */
  @GET
  @Path("/{id}")
  @Consumes(MediaType.WILDCARD)
  @Operation(operationId = "getMemory", summary = "One entry of an agent's memory")
  public MemoryEntry get(@RestPath String game, @RestPath String handle, @RestPath UUID id) {
    return changes.find(game, existing.agent(game, handle).agent().handle(), id);
  }

  /** Adds a note. */
  @POST
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "createMemory",
      summary = "Adds a note to what an agent remembers",
      description =
          """
          Later prompts show it where it scores well enough; the more important, the longer. A prompt
          shows memories only in a game whose field memory is set.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = MemoryFields.class)))
  @APIResponse(
      responseCode = "201",
      description = "The note was added",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = MemoryEntry.class)))
  public RestResponse<MemoryEntry> create(
      @RestPath String game, @RestPath String handle, JsonNode body) {
    var agent = existing.agent(game, handle).agent().handle();
    var created = changes.create(game, agent, MemoryFields.read(body));
    return RestResponse.ResponseBuilder.<MemoryEntry>created(
            URI.create("/api/games/" + game + "/agents/" + agent + "/memories/" + created.id()))
        .entity(created)
        .build();
  }

  /** Edits an entry. */
  @PATCH
  @Path("/{id}")
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "changeMemory",
      summary = "Changes the text or importance of what an agent remembers",
      description = "A replay names an edited entry of a turn; it is no difference.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = MemoryFields.class)))
  @APIResponse(
      responseCode = "200",
      description = "The changed entry",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = MemoryEntry.class)))
  @APIResponse(responseCode = "412", description = "The version differs from If-Match")
  public MemoryEntry change(
      @RestPath String game,
      @RestPath String handle,
      @RestPath UUID id,
      @HeaderParam("If-Match") @DefaultValue(IfMatch.ANY) IfMatch expected,
      JsonNode body) {
    var agent = existing.agent(game, handle).agent().handle();
    return changes.change(game, agent, id, MemoryFields.read(body), expected);
  }

  /** Deletes an entry. */
  @DELETE
  @Path("/{id}")
  @RolesAllowed(Roles.ADMIN)
  @Consumes(MediaType.WILDCARD)
  @Operation(
      operationId = "deleteMemory",
      summary = "Deletes an entry of an agent's memory, with its text")
  @APIResponse(responseCode = "204", description = "The agent does not remember it any more")
  @APIResponse(responseCode = "412", description = "The version differs from If-Match")
  public void delete(
      @RestPath String game,
      @RestPath String handle,
      @RestPath UUID id,
      @HeaderParam("If-Match") @DefaultValue(IfMatch.ANY) IfMatch expected) {
    changes.delete(game, existing.agent(game, handle).agent().handle(), id, expected);
  }
}
