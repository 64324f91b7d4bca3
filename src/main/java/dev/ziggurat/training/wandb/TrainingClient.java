package dev.ziggurat.training.wandb;

import dev.ziggurat.provider.ErrorAnswer;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import io.quarkus.rest.client.reactive.Url;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * W&amp;B Serverless Training (https://docs.wandb.ai/serverless-training/api-reference), a preview
 * whose bodies are those that the client of openpipe-art 0.5.18 sends.
 */
@RegisterRestClient(configKey = "training", baseUri = "https://api.training.wandb.ai/v1")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
interface TrainingClient {

  @POST
  @Path("/preview/models")
  Uni<RestResponse<TrainingMessages.TrainedModel>> createModel(
      @Url URI base,
      @HeaderParam("Authorization") String authorization,
      TrainingMessages.NewTrainedModel model);

  @POST
  @Path("/preview/sft-training-jobs")
  Uni<RestResponse<TrainingMessages.StartedJob>> startSft(
      @Url URI base,
      @HeaderParam("Authorization") String authorization,
      TrainingMessages.NewSftJob job);

  @GET
  @Path("/preview/training-jobs/{id}/events")
  Uni<RestResponse<TrainingMessages.EventPage>> events(
      @Url URI base,
      @HeaderParam("Authorization") String authorization,
      @PathParam("id") String job,
      @QueryParam("after") String after);

  @GET
  @Path("/preview/models/{id}/checkpoints")
  Uni<RestResponse<TrainingMessages.CheckpointPage>> checkpoints(
      @Url URI base,
      @HeaderParam("Authorization") String authorization,
      @PathParam("id") String model,
      @QueryParam("limit") int limit,
      @QueryParam("order") String order);

  @DELETE
  @Path("/preview/models/{id}")
  Uni<RestResponse<Void>> deleteModel(
      @Url URI base,
      @HeaderParam("Authorization") String authorization,
      @PathParam("id") String model);

  @ClientExceptionMapper
  static RuntimeException failed(Response response) {
    return ErrorAnswer.of(response);
  }
}
