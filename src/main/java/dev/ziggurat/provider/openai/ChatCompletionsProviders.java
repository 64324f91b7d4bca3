package dev.ziggurat.provider.openai;

import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.provider.Endpoint;
import dev.ziggurat.provider.Endpoints;
import dev.ziggurat.provider.Exchange;
import dev.ziggurat.provider.ProviderConfig;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Puts the three typed clients behind the port. */
class ChatCompletionsProviders {

  private final Endpoints endpoints;
  private final Exchange exchange;

  ChatCompletionsProviders(Endpoints endpoints, Exchange exchange) {
    this.endpoints = endpoints;
    this.exchange = exchange;
  }

  @Produces
  @Singleton
  ChatProvider wandb(@RestClient WandbClient client, ProviderConfig config) {
    var project = config.wandb().project().filter(name -> !name.isBlank()).orElse(null);
    return new ChatCompletionsProvider(
        Provider.WANDB,
        endpoints,
        exchange,
        (endpoint, request) ->
            client.complete(endpoint.base(), bearer(endpoint), project, request));
  }

  @Produces
  @Singleton
  ChatProvider groq(@RestClient GroqClient client) {
    return new ChatCompletionsProvider(
        Provider.GROQ,
        endpoints,
        exchange,
        (endpoint, request) -> client.complete(endpoint.base(), bearer(endpoint), request));
  }

  @Produces
  @Singleton
  ChatProvider openai(@RestClient OpenAiClient client) {
    return new ChatCompletionsProvider(
        Provider.OPENAI,
        endpoints,
        exchange,
        (endpoint, request) -> client.complete(endpoint.base(), bearer(endpoint), request));
  }

  private static String bearer(Endpoint endpoint) {
    return "Bearer " + endpoint.key();
  }
}
