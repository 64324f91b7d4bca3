package dev.ziggurat.games.interventions;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.games.PathLookup;
import dev.ziggurat.http.InvalidField;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.tick.Intervention;
import dev.ziggurat.tick.InterventionStore;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** What was done to a game by hand, between its ticks. */
@Path("/api/games/{game}/interventions")
@RunOnVirtualThread
@Tag(name = "Games")
public class InterventionsResource {

  private final PathLookup existing;
  private final InterventionStore interventions;
  private final AuditedInterventions auditedInterventions;

  InterventionsResource(
      PathLookup existing,
      InterventionStore interventions,
      AuditedInterventions auditedInterventions) {
    this.existing = existing;
    this.interventions = interventions;
    this.auditedInterventions = auditedInterventions;
  }

  /** A page of interventions. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(
      operationId = "listInterventions",
      summary = "The interventions, newest first; of a market opened not the hidden outcome")
  public Page<Intervention> list(
      @RestPath String game,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    existing.game(game);
    return Page.continued(
        cursor,
        from ->
            interventions.page(game, from, limit.andOne()).stream()
                .map(HiddenOutcomes::shown)
                .toList(),
        limit,
        Intervention::id);
  }

  /** Intervenes. */
  @POST
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "intervene",
      summary = "Does something to the game before its next tick, if the referee allows it")
  public Intervention intervene(
      @RestPath String game,
      @RequestBody(content = @Content(schema = @Schema(implementation = InterventionRequest.class)))
          JsonNode sent) {
    existing.game(game);
    if (!(sent instanceof ObjectNode fields)) {
      throw new InvalidField("body", "must be a JSON object");
    }
    if (!fields.path("type").isTextual()) {
      throw new InvalidField("type", "must be a text such as open, resolve, void, news or grant");
    }
    return auditedInterventions.play(game, fields.path("type").textValue(), fields);
  }
}
