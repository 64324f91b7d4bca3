package dev.ziggurat.webhooks;

import dev.ziggurat.access.Roles;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import dev.ziggurat.http.QueryFilter;
import dev.ziggurat.http.TimeCursor;
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
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** The deliveries to a webhook. */
@Path("/api/admin/webhooks/{webhook}/deliveries")
@RolesAllowed(Roles.ADMIN)
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
public class WebhookDeliveriesResource {

  private final WebhookStore webhooks;
  private final DeliveryStore deliveries;
  private final WebhookAdministration administration;
  private final WebhookDispatcher dispatcher;

  WebhookDeliveriesResource(
      WebhookStore webhooks,
      DeliveryStore deliveries,
      WebhookAdministration administration,
      WebhookDispatcher dispatcher) {
    this.webhooks = webhooks;
    this.deliveries = deliveries;
    this.administration = administration;
    this.dispatcher = dispatcher;
  }

  /** A page of deliveries. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(
      operationId = "listWebhookDeliveries",
      summary = "The deliveries to a webhook, newest first")
  public Page<DeliveryView> list(
      @RestPath String webhook,
      @Parameter(
              description = "Lists only those in this state",
              schema =
                  @Schema(
                      type = SchemaType.STRING,
                      enumeration = {"pending", "delivered", "dead"}))
          @QueryParam("state")
          Optional<String> state,
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    var id = WebhooksResource.id(webhook);
    if (webhooks.find(id).isEmpty()) {
      throw new NoSuchWebhook(webhook);
    }
    dispatcher.look();
    var chosen = QueryFilter.word("state", state, DeliveryState.ids()).map(DeliveryState::of);
    return Page.continued(
        cursor,
        from -> deliveries.page(id, chosen, from, limit.andOne()),
        limit,
        last -> new TimeCursor(last.createdAt(), last.id()).text());
  }

  /** Sends a delivery again. */
  @POST
  @Path("/{delivery}/redelivery")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      operationId = "redeliverWebhook",
      summary = "Sends a dead delivery again, with the same webhook-id",
      description = "Where that fails, it is tried as often as a new one.")
  @APIResponse(
      responseCode = "200",
      description = "The delivery after that try",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = DeliveryView.class)))
  @APIResponse(
      responseCode = "409",
      description = "It is not dead",
      content =
          @Content(mediaType = "application/problem+json", schema = @Schema(ref = "HttpProblem")))
  public DeliveryView redeliver(@RestPath String webhook, @RestPath String delivery) {
    return administration.redeliver(WebhooksResource.id(webhook), id(delivery));
  }

  private static UUID id(String delivery) {
    try {
      return UUID.fromString(delivery);
    } catch (IllegalArgumentException strange) {
      throw new NoSuchDelivery(delivery);
    }
  }
}
