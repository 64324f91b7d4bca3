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
import dev.ziggurat.world.Game;
import dev.ziggurat.world.InterventionType;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.util.Optional;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** Interventions in a game between its ticks. */
@Path("/api/games/{game}/interventions")
@RunOnVirtualThread
@Tag(name = "Games")
public class InterventionsResource {

  private final PathLookup existing;
  private final InterventionStore interventions;
  private final AuditedInterventions auditedInterventions;
  private final VisibleInterventions visible;

  InterventionsResource(
      PathLookup existing,
      InterventionStore interventions,
      AuditedInterventions auditedInterventions,
      VisibleInterventions visible) {
    this.existing = existing;
    this.interventions = interventions;
    this.auditedInterventions = auditedInterventions;
    this.visible = visible;
  }

  /** A page of interventions. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(
      operationId = "listInterventions",
      summary =
          "The interventions, newest first, without hidden fields such as the outcome of an open market")
  public Page<Intervention> list(
      @RestPath String game,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    var found = existing.game(game);
    return Page.continued(
        cursor,
        from ->
            interventions.page(game, from, limit.andOne()).stream()
                .map(each -> visible.shown(found, each))
                .toList(),
        limit,
        Intervention::id);
  }

  /** Applies an intervention. */
  @POST
  @RolesAllowed(Roles.ADMIN)
  @Operation(
      operationId = "intervene",
      summary =
          "Applies an intervention to the game before its next tick, if the referee allows it")
  public Intervention intervene(
      @RestPath String game,
      @RequestBody(content = @Content(schema = @Schema(implementation = InterventionRequest.class)))
          JsonNode sent) {
    var found = existing.game(game);
    if (!(sent instanceof ObjectNode fields)) {
      throw new InvalidField("body", "must be a JSON object");
    }
    if (!fields.path("type").isTextual()) {
      throw new InvalidField("type", "must be one of " + offered(found));
    }
    return auditedInterventions.play(found, fields.path("type").textValue(), fields);
  }

  private String offered(Game game) {
    return visible.types(game).stream()
        .map(InterventionType::type)
        .collect(Collectors.joining(", "));
  }
}
