package dev.ziggurat.provider.openai;

import dev.ziggurat.provider.ErrorAnswer;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/** Weights &amp; Biases inference (https://docs.wandb.ai/inference/api-reference). */
@RegisterRestClient(configKey = "wandb", baseUri = "https://api.inference.wandb.ai/v1")
interface WandbClient extends ChatCompletionsApi {

  @ClientExceptionMapper
  static RuntimeException failed(Response response) {
    return ErrorAnswer.of(response);
  }
}
