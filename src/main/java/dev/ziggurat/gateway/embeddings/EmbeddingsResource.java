package dev.ziggurat.gateway.embeddings;

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
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.server.Cancellable;

/**
 * {@code POST /v1/embeddings} as OpenAI has it, answered by the providers that serve the model.
 *
 * @see <a href="https://developers.openai.com/api/reference/resources/embeddings">Embeddings</a>
 */
@Path("/v1/embeddings")
@PermitAll
// A caller that disconnects cancels the provider's call, which is settled then.
@Cancellable(false)
@Tag(name = "Gateway")
public class EmbeddingsResource {

  private final GatewayExchange gateway;
  private final EmbeddingRequestReader reader;

  EmbeddingsResource(GatewayExchange gateway, EmbeddingRequestReader reader) {
    this.gateway = gateway;
    this.reader = reader;
  }

  /** Answers with one vector for each input. */
  @POST
  @Uncompressed
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "createEmbedding",
      summary = "Returns the vectors of texts",
      description =
          """
          As OpenAI's API has it. Only providers that serve the same model are asked, because vectors of
          different models cannot be compared. The answer's headers are those of chat completions.
          """)
  @RequestBody(
      required = true,
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = EmbeddingRequestSchema.class)))
  @APIResponse(
      responseCode = "200",
      description = "The vectors, in the order of the inputs",
      content =
          @Content(
              mediaType = MediaType.APPLICATION_JSON,
              schema = @Schema(implementation = EmbeddingListSchema.class)))
  public Uni<Response> create(
      byte[] body, @Context HttpHeaders headers, @Context RoutingContext exchange) {
    return gateway.answer(body, headers, exchange, reader);
  }
}
