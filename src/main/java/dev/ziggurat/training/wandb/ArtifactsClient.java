package dev.ziggurat.training.wandb;

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
import java.net.URI;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;

/** W&amp;B's GraphQL, with which its own client creates artifacts; the key is a password. */
@RegisterRestClient(configKey = "wandb-artifacts", baseUri = "https://api.wandb.ai")
interface ArtifactsClient {

  @POST
  @Path("/graphql")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  Uni<RestResponse<String>> ask(
      @Url URI base, @HeaderParam("Authorization") String authorization, byte[] body);

  @ClientExceptionMapper
  static RuntimeException failed(Response response) {
    return ErrorAnswer.of(response);
  }
}
