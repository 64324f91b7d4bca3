package dev.ziggurat.provider.claude;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.AnswerText;
import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.ChatStream;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.Operation;
import dev.ziggurat.llm.OriginalRequest.Api;
import dev.ziggurat.llm.PromptRequest;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.llm.UpstreamModel;
import dev.ziggurat.provider.AnswerStream;
import dev.ziggurat.provider.Endpoint;
import dev.ziggurat.provider.Endpoints;
import dev.ziggurat.provider.ProviderExchange;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.rest.client.inject.RestClient;
import org.jboss.resteasy.reactive.RestResponse;

/** Claude as a {@link ChatProvider}. */
@Singleton
class ClaudeProvider implements ChatProvider {

  private final ClaudeClient client;
  private final Endpoints endpoints;
  private final ProviderExchange exchange;
  private final InstantSource time;
  private final ProviderDefinition definition = Providers.builtIn().get(Provider.CLAUDE);

  ClaudeProvider(
      @RestClient ClaudeClient client,
      Endpoints endpoints,
      ProviderExchange exchange,
      InstantSource time) {
    this.client = client;
    this.endpoints = endpoints;
    this.exchange = exchange;
    this.time = time;
  }

  @Override
  public Provider provider() {
    return Provider.CLAUDE;
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
  public Optional<String> unsupportedReason(ChatRequest request, UpstreamModel model) {
    if (request.operation() == Operation.EMBEDDINGS) {
      return Optional.of("it has no embeddings");
    }
    return switch (request) {
      case PromptRequest _ -> Optional.empty();
      case ForwardedRequest forwarded ->
          forwarded.original(Api.MESSAGES).isPresent()
              ? PassedRequest.unsupportedReason(forwarded, model)
              : ChatProvider.super
                  .unsupportedReason(forwarded, model)
                  .or(() -> ForwardTranslation.unsupportedReason(forwarded, model));
    };
  }

  @Override
  public Completion complete(ChatRequest request, UpstreamModel model, Duration timeout) {
    var endpoint = endpoints.get(definition);
    return switch (request) {
      case PromptRequest question -> {
        var body = MessagesRequest.write(question, model);
        yield read(
            endpoint,
            client.create(base(endpoint), endpoint.key(), body),
            timeout,
            answer -> AnswerReader.read(model.id(), answer));
      }
      case ForwardedRequest forwarded -> {
        var asked = MessagesCall.of(forwarded, model);
        var answer =
            exchange.await(
                endpoint,
                client.forward(
                    base(endpoint), endpoint.key(), asked.version(), asked.beta(), asked.body()),
                timeout);
        yield exchange.read(
            endpoint,
            answer,
            read ->
                asked.passed()
                    ? passedOn(AnswerReader.readPassedOn(model.id(), read), read, answer.body())
                    : forwarded(AnswerReader.read(model.id(), read), read.body()));
      }
    };
  }

  private Completion forwarded(Completion answer, JsonNode body) {
    return answer.forwarding(chat(answer, body));
  }

  private Completion passedOn(
      Completion answer, ProviderExchange.Answer<ObjectNode> read, String original) {
    return answer.forwarding(new AnswerText(chat(answer, read.body()), Optional.of(original)));
  }

  private String chat(Completion answer, JsonNode body) {
    return OpenAiShape.completion(answer, AnswerReader.thinking(body), time.instant());
  }

  private Completion read(
      Endpoint endpoint,
      Uni<RestResponse<String>> call,
      Duration timeout,
      Function<ProviderExchange.Answer<ObjectNode>, Completion> reader) {
    return exchange.read(endpoint, exchange.await(endpoint, call, timeout), reader);
  }

  @Override
  public ChatStream stream(ForwardedRequest request, UpstreamModel model) {
    var endpoint = endpoints.get(definition);
    var asked = MessagesCall.of(request, model);
    var events =
        exchange.stream(
            endpoint,
            client.stream(
                base(endpoint), endpoint.key(), asked.version(), asked.beta(), asked.body()));
    return new AnswerStream(events, new ClaudeEventReader(request, model.id(), time.instant()));
  }

  /** Configured base URLs may end in the version, like those of the other providers. */
  private static URI base(Endpoint endpoint) {
    return URI.create(endpoint.base().toString().replaceFirst("/v1$", ""));
  }
}
