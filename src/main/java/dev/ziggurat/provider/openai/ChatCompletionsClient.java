package dev.ziggurat.provider.openai;

import dev.ziggurat.provider.ErrorAnswer;
import io.quarkus.rest.client.reactive.ClientExceptionMapper;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;

/**
 * Chat completions of all added providers, each at its own base URL
 * (https://developers.openai.com/api/reference/resources/chat).
 */
@RegisterRestClient(configKey = "added", baseUri = "https://localhost")
interface ChatCompletionsClient extends ChatCompletionsApi {

  @ClientExceptionMapper
  static RuntimeException failed(Response response) {
    return ErrorAnswer.of(response);
  }
}
