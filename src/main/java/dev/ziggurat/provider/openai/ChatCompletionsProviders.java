package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.provider.Endpoint;
import dev.ziggurat.provider.Endpoints;
import dev.ziggurat.provider.ProviderConfig;
import dev.ziggurat.provider.ProviderExchange;
import dev.ziggurat.provider.openai.ChatCompletionsProvider.Client;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestResponse;

/** Creates the {@link ChatProvider}s of W&amp;B, Groq and OpenAI. */
class ChatCompletionsProviders {

  private final Endpoints endpoints;
  private final ProviderExchange exchange;
  private final ObjectMapper json;

  ChatCompletionsProviders(Endpoints endpoints, ProviderExchange exchange, ObjectMapper json) {
    this.endpoints = endpoints;
    this.exchange = exchange;
    this.json = json;
  }

  @Produces
  @Singleton
  ChatProvider wandb(@RestClient WandbClient client, ProviderConfig config) {
    var defaultProject = config.wandb().project().filter(name -> !name.isBlank()).orElse(null);
    return provider(
        Provider.WANDB,
        new Client() {
          @Override
          public Uni<RestResponse<String>> complete(
              Endpoint endpoint, Optional<String> project, byte[] body) {
            return client.complete(
                endpoint.base(), bearer(endpoint), project.orElse(defaultProject), body);
          }

          @Override
          public Uni<RestResponse<String>> embed(
              Endpoint endpoint, Optional<String> project, byte[] body) {
            return client.embed(
                endpoint.base(), bearer(endpoint), project.orElse(defaultProject), body);
          }

          @Override
          public Uni<RestResponse<InputStream>> stream(
              Endpoint endpoint, Optional<String> project, byte[] body) {
            return client.stream(
                endpoint.base(), bearer(endpoint), project.orElse(defaultProject), body);
          }
        });
  }

  @Produces
  @Singleton
  ChatProvider groq(@RestClient GroqClient client) {
    return provider(
        Provider.GROQ,
        new Client() {
          @Override
          public Uni<RestResponse<String>> complete(
              Endpoint endpoint, Optional<String> project, byte[] body) {
            return client.complete(endpoint.base(), bearer(endpoint), body);
          }

          @Override
          public Uni<RestResponse<String>> embed(
              Endpoint endpoint, Optional<String> project, byte[] body) {
            return client.embed(endpoint.base(), bearer(endpoint), body);
          }

          @Override
          public Uni<RestResponse<InputStream>> stream(
              Endpoint endpoint, Optional<String> project, byte[] body) {
            return client.stream(endpoint.base(), bearer(endpoint), body);
          }
        });
  }

  @Produces
  @Singleton
  ChatProvider openai(@RestClient OpenAiClient client, ProviderConfig config) {
    var definition = Providers.builtIn().get(Provider.OPENAI);
    return new ResponsesProvider(
        definition,
        provider(Provider.OPENAI, chatCompletions(client)),
        endpoints,
        exchange,
        responses(client),
        config.openai().responses());
  }

  private static ResponsesProvider.Client responses(OpenAiClient client) {
    return new ResponsesProvider.Client() {
      @Override
      public Uni<RestResponse<String>> respond(Endpoint endpoint, byte[] body) {
        return client.respond(endpoint.base(), bearer(endpoint), body);
      }

      @Override
      public Uni<RestResponse<InputStream>> stream(Endpoint endpoint, byte[] body) {
        return client.streamResponse(endpoint.base(), bearer(endpoint), body);
      }
    };
  }

  private static Client chatCompletions(OpenAiClient client) {
    return new Client() {
      @Override
      public Uni<RestResponse<String>> complete(
          Endpoint endpoint, Optional<String> project, byte[] body) {
        return client.complete(endpoint.base(), bearer(endpoint), body);
      }

      @Override
      public Uni<RestResponse<String>> embed(
          Endpoint endpoint, Optional<String> project, byte[] body) {
        return client.embed(endpoint.base(), bearer(endpoint), body);
      }

      @Override
      public Uni<RestResponse<InputStream>> stream(
          Endpoint endpoint, Optional<String> project, byte[] body) {
        return client.stream(endpoint.base(), bearer(endpoint), body);
      }
    };
  }

  private ChatProvider provider(Provider provider, Client client) {
    return new ChatCompletionsProvider(
        Providers.builtIn().get(provider), endpoints, exchange, client, json);
  }

  private static String bearer(Endpoint endpoint) {
    return "Bearer " + endpoint.key();
  }
}
