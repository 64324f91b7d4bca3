package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.ziggurat.access.AccessSettings;
import dev.ziggurat.llm.CallCancellation;
import io.quarkus.vertx.http.Uncompressed;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
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
import java.util.concurrent.ExecutorService;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
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

  private final GatewayAuthenticator gatewayAuthenticator;
  private final GatewayCalls gatewayCalls;
  private final long mostBytes;
  private final ExecutorService threads;
  private final ObjectReader json;

  ChatCompletionsResource(
      GatewayAuthenticator gatewayAuthenticator,
      GatewayCalls gatewayCalls,
      AccessSettings access,
      @VirtualThreads ExecutorService threads,
      ObjectMapper json) {
    this.mostBytes = access.largestBody().asLongValue();
    this.threads = threads;
    this.gatewayAuthenticator = gatewayAuthenticator;
    this.gatewayCalls = gatewayCalls;
    this.json = json.reader();
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
  @Parameter(
      name = RequestOptions.PROJECT,
      in = ParameterIn.HEADER,
      schema = @Schema(type = SchemaType.STRING),
      description = "team/project that W&B attributes the call to; wins over the body")
  @Parameter(
      name = RequestOptions.OPENAI_PROJECT,
      in = ParameterIn.HEADER,
      schema = @Schema(type = SchemaType.STRING),
      description =
          "The same as OpenAI's SDKs and LiteLLM send it; ids of OpenAI's own, proj_…, are ignored")
  @Parameter(
      name = RequestOptions.FALLBACK,
      in = ParameterIn.HEADER,
      schema =
          @Schema(
              type = SchemaType.STRING,
              enumeration = {"chain", "none"}),
      description = "Whether other providers may answer when the first fails")
  @Parameter(
      name = RequestOptions.LIMIT,
      in = ParameterIn.HEADER,
      schema = @Schema(type = SchemaType.INTEGER),
      description =
          "Time limit for the answer, or for the first content of a stream, in milliseconds")
  @Parameter(
      name = RequestOptions.MAX_COST,
      in = ParameterIn.HEADER,
      schema = @Schema(type = SchemaType.NUMBER),
      description = "Maximum cost of the call, in US dollars")
  @Parameter(
      name = RequestOptions.TAGS,
      in = ParameterIn.HEADER,
      schema = @Schema(type = SchemaType.STRING),
      description = "Tags for the ledger: name=value, separated by commas")
  @Parameter(
      name = RequestOptions.EXPLAIN,
      in = ParameterIn.HEADER,
      schema = @Schema(type = SchemaType.BOOLEAN),
      description = "Whether the answer contains its path")
  @Parameter(
      name = HttpHeaders.CACHE_CONTROL,
      in = ParameterIn.HEADER,
      schema = @Schema(type = SchemaType.STRING),
      description = "no-cache: do not answer from the cache")
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
    // Not @RunOnVirtualThread: that thread would wait for the body, which is read here before it
    // starts.
    var cancellation = new CallCancellation();
    exchange.addEndHandler(
        ended -> {
          if (ended.failed()) {
            cancellation.request();
          }
        });
    return Uni.createFrom()
        .item(() -> cancellation.call(() -> answer(body, headers, exchange.request())))
        .runSubscriptionOn(threads);
  }

  private Response answer(byte[] body, HttpHeaders headers, HttpServerRequest request) {
    var gatewayCaller = gatewayAuthenticator.authenticate(request);
    if (body.length > mostBytes) {
      throw GatewayRefusal.tooLarge(mostBytes);
    }
    var asked = ChatBody.read(json, body);
    return gatewayCalls.begin(gatewayCaller, asked, headers).respond();
  }
}
