package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.ChatProviders;
import dev.ziggurat.llm.OriginalRequest.Api;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.llm.ProviderDefinition.Origin;
import dev.ziggurat.llm.WireFormat;
import dev.ziggurat.provider.Endpoint;
import dev.ziggurat.provider.Endpoints;
import dev.ziggurat.provider.ProviderExchange;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestResponse;

/** Finds the client of a provider: built-in ones have one each, all added ones share one. */
@Singleton
class AddedProviders implements ChatProviders {

  private final Map<Provider, ChatProvider> builtIn;
  private final ChatCompletionsClient client;
  private final Endpoints endpoints;
  private final ProviderExchange exchange;
  private final ObjectMapper json;

  AddedProviders(
      @All List<ChatProvider> builtIn,
      @RestClient ChatCompletionsClient client,
      Endpoints endpoints,
      ProviderExchange exchange,
      ObjectMapper json) {
    this.builtIn =
        builtIn.stream()
            .collect(Collectors.toUnmodifiableMap(ChatProvider::provider, Function.identity()));
    this.client = client;
    this.endpoints = endpoints;
    this.exchange = exchange;
    this.json = json;
  }

  @Override
  public ChatProvider of(ProviderDefinition definition) {
    if (definition.origin() == Origin.BUILT_IN) {
      return builtIn.get(definition.provider());
    }
    if (definition.wire() != WireFormat.OPENAI) {
      throw new IllegalArgumentException(
          definition.id() + " does not use the chat completions format");
    }
    var project = definition.access().project().orElse(null);
    var chatCompletions =
        new ChatCompletionsProvider(
            definition, endpoints, exchange, new Calls(client, project), json);
    return definition.ownApis().contains(Api.RESPONSES)
        ? new ResponsesProvider(
            definition,
            chatCompletions,
            endpoints,
            exchange,
            new ResponseCalls(client, project),
            Optional.of(true))
        : chatCompletions;
  }

  /** The shared client, bound to the project of one added provider. */
  private record Calls(ChatCompletionsClient client, String project)
      implements ChatCompletionsProvider.Client {

    @Override
    public Uni<RestResponse<String>> complete(
        Endpoint endpoint, Optional<String> callersProject, byte[] body) {
      return client.complete(endpoint.base(), bearer(endpoint), project, body);
    }

    @Override
    public Uni<RestResponse<String>> embed(
        Endpoint endpoint, Optional<String> callersProject, byte[] body) {
      return client.embed(endpoint.base(), bearer(endpoint), project, body);
    }

    @Override
    public Uni<RestResponse<InputStream>> stream(
        Endpoint endpoint, Optional<String> callersProject, byte[] body) {
      return client.stream(endpoint.base(), bearer(endpoint), project, body);
    }
  }

  /** The same for the Responses API. */
  private record ResponseCalls(ChatCompletionsClient client, String project)
      implements ResponsesProvider.Client {

    @Override
    public Uni<RestResponse<String>> respond(Endpoint endpoint, byte[] body) {
      return client.respond(endpoint.base(), bearer(endpoint), project, body);
    }

    @Override
    public Uni<RestResponse<InputStream>> stream(Endpoint endpoint, byte[] body) {
      return client.streamResponse(endpoint.base(), bearer(endpoint), project, body);
    }
  }

  private static String bearer(Endpoint endpoint) {
    return "Bearer " + endpoint.key();
  }
}
