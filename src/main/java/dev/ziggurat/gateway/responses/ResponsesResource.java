package dev.ziggurat.gateway.responses;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.gateway.GatewayAuthenticator;
import dev.ziggurat.gateway.GatewayExchange;
import dev.ziggurat.gateway.GatewayRefusal;
import io.quarkus.vertx.http.Uncompressed;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.Cancellable;

/**
 * {@code /v1/responses} as OpenAI has it, answered by the chain.
 *
 * @see <a href="https://developers.openai.com/api/reference/resources/responses">Responses</a>
 */
@Path("/v1/responses")
@PermitAll
// A caller that disconnects cancels the provider's call, which is settled then.
@Cancellable(false)
@Tag(name = "Gateway")
public class ResponsesResource {

  /** Any response; the other address of one segment has no further methods. */
  private static final String ONE = "/{id: (?!input_tokens$)[^/]+}";

  private final GatewayExchange gateway;
  private final GatewayAuthenticator gatewayAuthenticator;
  private final ResponsesReader reader;
  private final KeptResponses kept;

  ResponsesResource(
      GatewayExchange gateway,
      GatewayAuthenticator gatewayAuthenticator,
      ResponsesReader reader,
      KeptResponses kept) {
    this.gateway = gateway;
    this.gatewayAuthenticator = gatewayAuthenticator;
    this.reader = reader;
    this.kept = kept;
  }

  /** Answers in one response, or as events if the body has {@code "stream": true}. */
  @POST
  @Uncompressed
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
  @Operation(
      operationId = "createResponse",
      summary = "Makes a response through the provider chain, optionally streamed",
      description =
          """
          As OpenAI's Responses API has it, for every provider of the chain: its SDKs work with this
          address and a key. What OpenAI's own servers do, such as web search, is refused. The answer's
          headers are those of chat completions.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ResponseRequestSchema.class)))
  @APIResponse(
      responseCode = "200",
      description = "The response; as events if the body has stream",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = ResponseSchema.class)),
        @Content(
            mediaType = MediaType.SERVER_SENT_EVENTS,
            schema = @Schema(type = SchemaType.STRING))
      })
  public Uni<Response> create(
      byte[] body, @Context HttpHeaders headers, @Context RoutingContext exchange) {
    return gateway.answer(body, headers, exchange, reader);
  }

  /** A kept response. */
  @GET
  @Path(ONE)
  @RunOnVirtualThread
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "getResponse", summary = "A response that is kept for the caller's key")
  @APIResponse(
      responseCode = "200",
      description = "The response",
      content = @Content(schema = @Schema(implementation = ResponseSchema.class)))
  @APIResponse(responseCode = "404", description = "The caller's key has no such response")
  public JsonNode get(
      @RestPath String id,
      @RestQuery Optional<Boolean> stream,
      @Context HttpServerRequest request) {
    if (stream.orElse(false)) {
      throw GatewayRefusal.unsupported(
          "stream", "Unsupported parameter: a kept response is not streamed again.");
    }
    return found(id, request, (owner, call) -> kept.find(owner, call).map(StoredTurn::response));
  }

  /** Deletes a kept response. */
  @DELETE
  @Path(ONE)
  @RunOnVirtualThread
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "deleteResponse",
      summary = "Deletes a response that is kept for the caller's key")
  @APIResponse(
      responseCode = "200",
      description = "It is deleted",
      content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
  @APIResponse(responseCode = "404", description = "The caller's key has no such response")
  public JsonNode delete(@RestPath String id, @Context HttpServerRequest request) {
    return found(
        id,
        request,
        (owner, call) ->
            kept.delete(owner, call)
                ? Optional.of(
                    JsonNodeFactory.instance
                        .objectNode()
                        .put("id", id)
                        .put("object", "response")
                        .put("deleted", true))
                : Optional.empty());
  }

  /** The items of the request that made a kept response. */
  @GET
  @Path("/{id}/input_items")
  @RunOnVirtualThread
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "listResponseInputItems",
      summary = "The input of a response that is kept for the caller's key",
      description = "Newest first unless order is asc; limit items (20, at most 100) after an id.")
  @APIResponse(
      responseCode = "200",
      description = "A list object",
      content = @Content(schema = @Schema(type = SchemaType.OBJECT)))
  @APIResponse(responseCode = "404", description = "The caller's key has no such response")
  public JsonNode inputItems(
      @RestPath String id,
      @RestQuery Optional<String> after,
      @RestQuery Optional<String> limit,
      @RestQuery Optional<String> order,
      @Context HttpServerRequest request) {
    var page = InputItemsPage.of(after, limit, order);
    return found(
        id, request, (owner, call) -> kept.find(owner, call).map(turn -> page.list(turn.input())));
  }

  /** Never cancels: a response that is kept was complete when its request was answered. */
  @POST
  @Path("/{id}/cancel")
  @RunOnVirtualThread
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "cancelResponse",
      summary = "Refused as OpenAI does: only responses made in the background can be cancelled",
      description = "background is not served, so there is never anything to cancel.")
  @APIResponse(
      responseCode = "200",
      description = "Never",
      content = @Content(schema = @Schema(implementation = ResponseSchema.class)))
  @APIResponse(responseCode = "400", description = "The response is complete")
  @APIResponse(responseCode = "404", description = "The caller's key has no such response")
  public JsonNode cancel(@RestPath String id, @Context HttpServerRequest request) {
    found(id, request, (owner, call) -> kept.find(owner, call).map(StoredTurn::response));
    throw GatewayRefusal.invalid(
        null,
        "Cannot cancel a synchronous response: only responses made with background can be cancelled, and those are not served.");
  }

  /** Estimates the tokens of a request; no provider is called and nothing is billed. */
  @POST
  @Path("/input_tokens")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "countResponseInputTokens",
      summary = "Estimates the input tokens of a request, without calling a provider",
      description = "As POST /v1/messages/count_tokens does: rather too many than too few.")
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ResponseRequestSchema.class)))
  public Uni<InputTokens> count(
      byte[] body, @Context HttpHeaders headers, @Context RoutingContext exchange) {
    return gateway.inputTokens(body, headers, exchange, reader).map(InputTokens::of);
  }

  private <T extends JsonNode> T found(
      String id, HttpServerRequest request, BiFunction<UUID, UUID, Optional<T>> look) {
    var owner = gatewayAuthenticator.authenticate(request).owner();
    try {
      return ResponseIds.call(id)
          .flatMap(call -> look.apply(owner, call))
          .orElseThrow(
              () ->
                  GatewayRefusal.notFound(null, "Response with id '%s' not found.".formatted(id)));
    } catch (DatabaseException away) {
      throw GatewayRefusal.away("Responses cannot be looked up", away);
    }
  }
}
