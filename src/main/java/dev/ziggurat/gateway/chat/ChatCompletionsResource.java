package dev.ziggurat.gateway.chat;

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
 * {@code POST /v1/chat/completions} as OpenAI has it, answered by the chain.
 *
 * @see <a href="https://developers.openai.com/api/reference/resources/chat">Chat completions</a>
 */
@Path("/v1/chat/completions")
@PermitAll
// A caller that disconnects cancels the provider's call, which is settled then.
@Cancellable(false)
@Tag(name = "Gateway")
public class ChatCompletionsResource {

  private final GatewayExchange gateway;
  private final ChatCompletionsReader reader;

  ChatCompletionsResource(GatewayExchange gateway, ChatCompletionsReader reader) {
    this.gateway = gateway;
    this.reader = reader;
  }

  /** Answers in one response, or as events if the body has {@code "stream": true}. */
  @POST
  @Uncompressed
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces({MediaType.APPLICATION_JSON, MediaType.SERVER_SENT_EVENTS})
  @Operation(
      operationId = "createChatCompletion",
      summary = "Completes a conversation through the provider chain, optionally streamed",
      description =
          """
          As OpenAI's API has it: its SDKs work with this address and a key. The answer's headers
          X-Ziggurat-Provider, -Model, -Attempts, -Cost, -Cache and X-Request-Id tell who answered.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = ChatCompletionRequestSchema.class)))
  @APIResponse(
      responseCode = "200",
      description = "The answer; as events if the body has stream",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = ChatCompletionAnswer.class)),
        @Content(
            mediaType = MediaType.SERVER_SENT_EVENTS,
            schema = @Schema(type = SchemaType.STRING))
      })
  public Uni<Response> create(
      byte[] body, @Context HttpHeaders headers, @Context RoutingContext exchange) {
    return gateway.answer(body, headers, exchange, reader);
  }
}
