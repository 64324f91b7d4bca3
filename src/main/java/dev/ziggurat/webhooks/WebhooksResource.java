package dev.ziggurat.webhooks;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.access.Roles;
import dev.ziggurat.http.IfMatch;
import dev.ziggurat.http.LimitParam;
import dev.ziggurat.http.Page;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestResponse;

/** The webhooks: who is told what happens. */
@Path("/api/admin/webhooks")
@RolesAllowed(Roles.ADMIN)
@RunOnVirtualThread
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
@Tag(name = "Webhooks")
public class WebhooksResource {

  private static final String PROBLEM = "application/problem+json";
  private static final String ONE = "/{webhook}";

  private final WebhookStore store;
  private final DeliveryStore deliveries;
  private final WebhookReader reader;
  private final WebhookSecrets secrets;
  private final WebhookAdministration administration;
  private final WebhookDispatcher dispatcher;

  WebhooksResource(
      WebhookStore store,
      DeliveryStore deliveries,
      WebhookReader reader,
      WebhookSecrets secrets,
      WebhookAdministration administration,
      WebhookDispatcher dispatcher) {
    this.store = store;
    this.deliveries = deliveries;
    this.reader = reader;
    this.secrets = secrets;
    this.administration = administration;
    this.dispatcher = dispatcher;
  }

  /** A page of webhooks. */
  @GET
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(
      operationId = "listWebhooks",
      summary = "The webhooks, oldest first, with what became of their deliveries")
  public Page<WebhookView> list(
      @QueryParam("limit") @DefaultValue(LimitParam.DEFAULT) LimitParam limit,
      @QueryParam("cursor") Optional<String> cursor) {
    dispatcher.look();
    return Page.counted(
        cursor,
        from -> views(store.all().stream().skip(from).limit(limit.andOne()).toList()),
        limit);
  }

  /** One webhook. */
  @GET
  @Path(ONE)
  @RolesAllowed({Roles.VIEWER, Roles.ADMIN})
  @Operation(operationId = "getWebhook", summary = "One webhook")
  public WebhookView get(@RestPath String webhook) {
    return view(existing(webhook));
  }

  /** Makes a webhook. */
  @POST
  @Operation(
      operationId = "createWebhook",
      summary = "Makes a webhook: it is told what happens from now on",
      description =
          """
          Requests are POSTs, signed as Standard Webhooks says (webhook-id, webhook-timestamp,
          webhook-signature). An event is delivered at least once, each time with the same
          webhook-id. Keys, and addresses that are secret, are read from environment variables.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = WebhookFields.class)))
  @APIResponse(
      responseCode = "201",
      description = "The webhook",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = WebhookView.class)))
  @APIResponse(
      responseCode = "409",
      description = "There are as many as there may be",
      content = @Content(mediaType = PROBLEM, schema = @Schema(ref = "HttpProblem")))
  public RestResponse<WebhookView> create(JsonNode body) {
    var created = administration.create(reader.read(body, Optional.empty()));
    return RestResponse.ResponseBuilder.<WebhookView>created(
            URI.create("/api/admin/webhooks/" + created.id()))
        .entity(view(created))
        .build();
  }

  /** Replaces a webhook. */
  @PUT
  @Path(ONE)
  @Operation(
      operationId = "replaceWebhook",
      summary = "Replaces what a webhook is; pending deliveries go to where it is then")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = WebhookFields.class)))
  @APIResponse(
      responseCode = "200",
      description = "The webhook as it is now",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = WebhookView.class)))
  public WebhookView replace(
      @RestPath String webhook,
      @HeaderParam(HttpHeaders.IF_MATCH) @DefaultValue(IfMatch.ANY) IfMatch expected,
      JsonNode body) {
    var now = existing(webhook);
    return view(
        administration.replace(now.id(), expected, reader.read(body, Optional.of(now.terms()))));
  }

  /** Removes a webhook. */
  @DELETE
  @Path(ONE)
  @Consumes(MediaType.WILDCARD)
  @Operation(operationId = "removeWebhook", summary = "Removes a webhook with its deliveries")
  @APIResponse(responseCode = "204", description = "It is told nothing any more")
  public void remove(
      @RestPath String webhook,
      @HeaderParam(HttpHeaders.IF_MATCH) @DefaultValue(IfMatch.ANY) IfMatch expected) {
    administration.remove(id(webhook), expected);
  }

  /** Tries a webhook. */
  @POST
  @Path(ONE + "/test")
  @Consumes(MediaType.WILDCARD)
  @Operation(
      operationId = "testWebhook",
      summary = "Sends an event of type test, once, and tells what came of it",
      description = "Also to a webhook that is switched off. Nothing else has happened.")
  public DeliveryView test(@RestPath String webhook) {
    return administration.test(id(webhook));
  }

  /** The id in a path. */
  static UUID id(String webhook) {
    try {
      return UUID.fromString(webhook);
    } catch (IllegalArgumentException strange) {
      throw new NoSuchWebhook(webhook);
    }
  }

  private Webhook existing(String webhook) {
    return store.find(id(webhook)).orElseThrow(() -> new NoSuchWebhook(webhook));
  }

  private WebhookView view(Webhook webhook) {
    return views(List.of(webhook)).getFirst();
  }

  private List<WebhookView> views(List<Webhook> webhooks) {
    var summaries =
        deliveries.summaries().stream()
            .collect(Collectors.toMap(DeliverySummary::webhook, Function.identity()));
    return webhooks.stream()
        .map(
            each ->
                WebhookView.of(
                    each,
                    summaries.getOrDefault(each.id(), DeliverySummary.none(each.id())),
                    secrets.fault(each.terms())))
        .toList();
  }
}
