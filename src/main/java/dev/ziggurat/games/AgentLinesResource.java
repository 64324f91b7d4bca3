package dev.ziggurat.games;

import dev.ziggurat.access.Roles;
import dev.ziggurat.games.lines.ImportMode;
import dev.ziggurat.games.lines.ImportResult;
import dev.ziggurat.games.lines.JsonLines;
import dev.ziggurat.http.BooleanParam;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.StreamingOutput;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.jboss.resteasy.reactive.RestPath;

/**
 * Imports and exports agents. The OpenAPI descriptions are at the operations of the same paths:
 * {@code listAgents} and {@code createAgent}.
 */
@Path("/api/games/{game}/agents")
@RunOnVirtualThread
public class AgentLinesResource {

  private final PathLookup existing;
  private final AgentLines agents;

  AgentLinesResource(PathLookup existing, AgentLines agents) {
    this.existing = existing;
    this.agents = agents;
  }

  /** Exports all agents. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Produces({JsonLines.NDJSON, JsonLines.JSONL})
  @Operation(hidden = true)
  public StreamingOutput export(@RestPath String game) {
    existing.game(game);
    return out -> agents.export(game, out);
  }

  /** Imports agents. */
  @POST
  @RolesAllowed(Roles.ADMIN)
  @Consumes({JsonLines.NDJSON, JsonLines.JSONL})
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(hidden = true)
  public ImportResult read(
      @RestPath String game,
      @QueryParam("mode") @DefaultValue("upsert") ImportMode mode,
      @QueryParam("force") @DefaultValue("false") BooleanParam force,
      @QueryParam("dryRun") @DefaultValue("false") BooleanParam dryRun,
      byte[] body) {
    existing.game(game);
    return agents.read(game, body, mode, force.isSet(), dryRun.isSet());
  }
}
