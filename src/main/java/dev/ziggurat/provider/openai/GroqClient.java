package dev.ziggurat.provider.openai;

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
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;

/** Groq (https://console.groq.com/docs/api-reference). */
@RegisterRestClient(configKey = "groq", baseUri = "https://api.groq.com/openai/v1")
interface GroqClient {

  /** Takes bytes: a forwarded request is not serialized again. */
  @POST
  @Path("/chat/completions")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  Uni<RestResponse<String>> complete(
      @Url URI base, @HeaderParam("Authorization") String authorization, byte[] body);

  /** Forwards a request for embeddings. */
  @POST
  @Path("/embeddings")
  @Consumes(MediaType.APPLICATION_JSON)
  Uni<RestResponse<String>> embed(
      @Url URI base, @HeaderParam("Authorization") String authorization, byte[] body);

  /** Forwards a caller's request as a streaming call. */
  @POST
  @Path("/chat/completions")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  Uni<RestResponse<InputStream>> stream(
      @Url URI base, @HeaderParam("Authorization") String authorization, byte[] body);

  @ClientExceptionMapper
  static RuntimeException failed(Response response) {
    return ErrorAnswer.of(response);
  }
}
