package dev.ziggurat.provider.claude;

import dev.ziggurat.provider.ErrorAnswer;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.quarkus.rest.client.reactive.Url;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.InputStream;
import java.net.URI;
import org.eclipse.microprofile.rest.client.annotation.ClientHeaderParam;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;

/** Claude's Messages API (https://platform.claude.com/docs/en/api/messages/create). */
@RegisterRestClient(configKey = "claude", baseUri = "https://api.anthropic.com")
interface ClaudeClient {

  /** The version of the API that translated requests are written for. */
  String VERSION = "2023-06-01";

  @POST
  @Path("/v1/messages")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  @ClientHeaderParam(name = "anthropic-version", value = VERSION)
  Uni<RestResponse<String>> create(
      @Url URI base, @HeaderParam("x-api-key") String key, MessagesRequest request);

  /**
   * Sends a body that was translated from OpenAI's format, or that its caller wrote for this API.
   *
   * @param beta the features in beta that the caller uses, or null
   */
  @POST
  @Path("/v1/messages")
  @Consumes(MediaType.APPLICATION_JSON)
  Uni<RestResponse<String>> forward(
      @Url URI base,
      @HeaderParam("x-api-key") String key,
      @HeaderParam("anthropic-version") String version,
      @HeaderParam("anthropic-beta") String beta,
      String body);

  /** The same as a streaming call. */
  @POST
  @Path("/v1/messages")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  Uni<RestResponse<InputStream>> stream(
      @Url URI base,
      @HeaderParam("x-api-key") String key,
      @HeaderParam("anthropic-version") String version,
      @HeaderParam("anthropic-beta") String beta,
      String body);

  @ClientExceptionMapper
  static RuntimeException failed(Response response) {
    return ErrorAnswer.of(response);
  }
}
