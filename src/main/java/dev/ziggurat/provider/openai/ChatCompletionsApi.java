package dev.ziggurat.provider.openai;

import io.quarkus.rest.client.reactive.Url;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.InputStream;
import java.net.URI;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * The chat completions API and the Responses API, with a project
 * (https://developers.openai.com/api/reference/overview).
 */
interface ChatCompletionsApi {

  @GET
  @Path("/models")
  Uni<RestResponse<ModelList>> models(
      @Url URI base,
      @HeaderParam("Authorization") String authorization,
      @HeaderParam("OpenAI-Project") String project);

  /** Takes bytes: a forwarded request is not serialized again. */
  @POST
  @Path("/chat/completions")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.APPLICATION_JSON)
  Uni<RestResponse<String>> complete(
      @Url URI base,
      @HeaderParam("Authorization") String authorization,
      @HeaderParam("OpenAI-Project") String project,
      byte[] body);

  /** Forwards a request for embeddings. */
  @POST
  @Path("/embeddings")
  @Consumes(MediaType.APPLICATION_JSON)
  Uni<RestResponse<String>> embed(
      @Url URI base,
      @HeaderParam("Authorization") String authorization,
      @HeaderParam("OpenAI-Project") String project,
      byte[] body);

  /** Forwards a caller's request as a streaming call. */
  @POST
  @Path("/chat/completions")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  Uni<RestResponse<InputStream>> stream(
      @Url URI base,
      @HeaderParam("Authorization") String authorization,
      @HeaderParam("OpenAI-Project") String project,
      byte[] body);

  /** Passes on what a caller wrote for the Responses API. */
  @POST
  @Path("/responses")
  @Consumes(MediaType.APPLICATION_JSON)
  Uni<RestResponse<String>> respond(
      @Url URI base,
      @HeaderParam("Authorization") String authorization,
      @HeaderParam("OpenAI-Project") String project,
      byte[] body);

  /** The same as a streaming call. */
  @POST
  @Path("/responses")
  @Consumes(MediaType.APPLICATION_JSON)
  @Produces(MediaType.SERVER_SENT_EVENTS)
  Uni<RestResponse<InputStream>> streamResponse(
      @Url URI base,
      @HeaderParam("Authorization") String authorization,
      @HeaderParam("OpenAI-Project") String project,
      byte[] body);
}
