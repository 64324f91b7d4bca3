package dev.ziggurat.provider.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.ChatStream;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.PromptRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.llm.UpstreamModel;
import dev.ziggurat.provider.AnswerStream;
import dev.ziggurat.provider.Endpoint;
import dev.ziggurat.provider.Endpoints;
import dev.ziggurat.provider.ProviderExchange;
import io.smallrye.mutiny.Uni;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;

/** A provider with the chat completions wire format. */
final class ChatCompletionsProvider implements ChatProvider {

  private final ProviderDefinition definition;
  private final Endpoints endpoints;
  private final ProviderExchange exchange;
  private final Client client;
  private final ObjectMapper json;

  /** The REST client of the provider, which adds base URL, key and project. */
  interface Client {

    /**
     * Sends a request.
     *
     * @param project the caller's, if it names one
     */
    Uni<RestResponse<String>> complete(Endpoint endpoint, Optional<String> project, byte[] body);

    /** Forwards a caller's request for embeddings. */
    Uni<RestResponse<String>> embed(Endpoint endpoint, Optional<String> project, byte[] body);

    /** The same as a streaming call. */
    Uni<RestResponse<InputStream>> stream(Endpoint endpoint, Optional<String> project, byte[] body);
  }

  ChatCompletionsProvider(
      ProviderDefinition definition,
      Endpoints endpoints,
      ProviderExchange exchange,
      Client client,
      ObjectMapper json) {
    this.definition = definition;
    this.endpoints = endpoints;
    this.exchange = exchange;
    this.client = client;
    this.json = json;
  }

  @Override
  public Provider provider() {
    return definition.provider();
  }

  @Override
  public Optional<String> unusableReason() {
    return endpoints.unusableReason(definition);
  }

  @Override
  public String endpointId() {
    return endpoints.id(definition);
  }

  @Override
  public boolean simulated() {
    return endpoints.find(definition).map(Endpoint::simulated).orElse(false);
  }

  @Override
  public Completion complete(ChatRequest request, UpstreamModel model, Duration timeout) {
    return switch (request) {
      case PromptRequest question -> answer(question, model, timeout);
      case ForwardedRequest forwarded -> forward(forwarded, model, timeout);
    };
  }

  private Completion answer(PromptRequest question, UpstreamModel model, Duration timeout) {
    var endpoint = endpoints.get(definition);
    var body = RequestWriter.write(definition.deviations(), question, model);
    var response =
        exchange.await(endpoint, client.complete(endpoint, Optional.empty(), body), timeout);
    return exchange.read(
        endpoint,
        response,
        answer -> CompletionReader.read(definition.provider(), model.id(), answer));
  }

  private Completion forward(ForwardedRequest request, UpstreamModel model, Duration timeout) {
    var endpoint = endpoints.get(definition);
    var body = written(ForwardWriter.write(definition.deviations(), request, model));
    var call =
        switch (request.operation()) {
          case CHAT -> client.complete(endpoint, request.project(), body);
          case EMBEDDINGS -> client.embed(endpoint, request.project(), body);
        };
    var response = exchange.await(endpoint, call, timeout);
    return exchange.read(
        endpoint,
        response,
        answer ->
            switch (request.operation()) {
              case CHAT ->
                  CompletionReader.forwarded(
                      definition.provider(), model.id(), answer, response.body());
              case EMBEDDINGS ->
                  EmbeddingsReader.read(
                      definition.provider(), model.id(), request, answer, response.body());
            });
  }

  @Override
  public ChatStream stream(ForwardedRequest request, UpstreamModel model) {
    var endpoint = endpoints.get(definition);
    var body = written(ForwardWriter.write(definition.deviations(), request, model));
    var events = exchange.stream(endpoint, client.stream(endpoint, request.project(), body));
    return new AnswerStream(events, new ChunkReader(definition.provider(), request, model.id()));
  }

  private byte[] written(Object request) {
    try {
      return json.writeValueAsBytes(request);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
