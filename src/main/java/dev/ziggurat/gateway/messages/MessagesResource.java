package dev.ziggurat.gateway.messages;

import dev.ziggurat.gateway.GatewayExchange;
import io.quarkus.vertx.http.Uncompressed;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/**
 * {@code POST /v1/messages} as Anthropic has it, answered by the chain.
 *
 * @see <a href="https://platform.claude.com/docs/en/api/messages/create">Messages</a>
 */
@Path("/v1/messages")
@PermitAll
// A caller that disconnects cancels the provider's call, which is settled then.
@Cancellable(false)
@Tag(name = "Gateway")
public class MessagesResource {

  private final GatewayExchange gateway;
  private final MessagesReader reader;

  MessagesResource(GatewayExchange gateway, MessagesReader reader) {
    this.gateway = gateway;
    this.reader = reader;
  }

  /** Answers in one response, or as events if the body has {@code "stream": true}. */
  @POST
  @Uncompressed
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
  @Operation(
      operationId = "createMessage",
      summary =
          "Continues a conversation through the provider chain in Anthropic's API, optionally streamed",
      description =
          """
          As Anthropic's API has it: its SDKs work with this address and a key, which may be sent as
          x-api-key. Claude gets the request and the caller its answer as they are; for other
          providers both are translated. The answer's headers X-Ziggurat-Provider, -Model, -Attempts,
          -Cost, -Cache and X-Request-Id tell who answered.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = MessagesRequestSchema.class)))
  @APIResponse(
      responseCode = "529",
      description = "No provider gave a usable answer; the message has the reasons",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(ref = "#/components/schemas/AnthropicError")))
  @APIResponse(
      responseCode = "200",
      description = "The answer; as events if the body has stream",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = MessageAnswer.class)),
        @Content(
            mediaType = MediaType.SERVER_SENT_EVENTS,
            schema = @Schema(type = SchemaType.STRING))
      })
  public Uni<Response> create(
      byte[] body, @Context HttpHeaders headers, @Context RoutingContext exchange) {
    return gateway.answer(body, headers, exchange, reader);
  }

  /** Estimates the tokens of a request; no provider is called and nothing is billed. */
  @POST
  @Path("/count_tokens")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "countMessageTokens",
      summary = "Estimates the prompt tokens of a request, without calling a provider",
      description =
          """
          Rather too many than too few: a token for three ASCII characters and for each other
          character, 1,600 for an image; a file counts by the length of its data.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = MessagesRequestSchema.class)))
  public Uni<CountedTokens> count(
      byte[] body, @Context HttpHeaders headers, @Context RoutingContext exchange) {
    return gateway
        .inputTokens(
            body, headers, exchange, (_, request, sent) -> reader.readUnlimited(request, sent))
        .map(CountedTokens::new);
  }
}
