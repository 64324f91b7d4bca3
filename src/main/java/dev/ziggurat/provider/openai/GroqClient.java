package dev.ziggurat.provider.openai;

import dev.ziggurat.provider.ErrorAnswer;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.quarkus.rest.client.reactive.Url;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;

/** Groq (https://console.groq.com/docs/api-reference). */
@RegisterRestClient(configKey = "groq", baseUri = "https://api.groq.com/openai/v1")
interface GroqClient {

  @POST
  @Path("/chat/completions")
  Uni<RestResponse<ChatCompletion>> complete(
      @Url URI base,
      @HeaderParam("Authorization") String authorization,
      ChatCompletionRequest request);

  @ClientExceptionMapper
  static RuntimeException failed(Response response) {
    return ErrorAnswer.of(response);
  }
}
