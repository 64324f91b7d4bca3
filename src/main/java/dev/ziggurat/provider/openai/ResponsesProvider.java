package dev.ziggurat.provider.openai;

import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.ChatStream;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.ForwardedRequest;
import dev.ziggurat.llm.OriginalRequest.Api;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.llm.UpstreamModel;
import dev.ziggurat.provider.AnswerStream;
import dev.ziggurat.provider.Endpoint;
import dev.ziggurat.provider.Endpoints;
import dev.ziggurat.provider.ProviderExchange;
import io.smallrye.mutiny.Uni;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestResponse;

/**
 * A provider that serves the Responses API: what a caller wrote for that is passed on to it,
 * everything else goes to chat completions.
 */
final class ResponsesProvider implements ChatProvider {

  private final ProviderDefinition definition;
  private final ChatProvider chatCompletions;
  private final Endpoints endpoints;
  private final ProviderExchange exchange;
  private final Client client;
  private final Optional<Boolean> served;

  /** The REST client of the Responses API, which adds base URL and key. */
  interface Client {

    /** Passes on a caller's request. */
    Uni<RestResponse<String>> respond(Endpoint endpoint, byte[] body);

    /** Passes on a caller's request as a streaming call. */
    Uni<RestResponse<InputStream>> stream(Endpoint endpoint, byte[] body);
  }

  /**
   * @param served whether its address serves the Responses API; empty to tell by the address
   */
  ResponsesProvider(
      ProviderDefinition definition,
      ChatProvider chatCompletions,
      Endpoints endpoints,
      ProviderExchange exchange,
      Client client,
      Optional<Boolean> served) {
    this.definition = definition;
    this.chatCompletions = chatCompletions;
    this.endpoints = endpoints;
    this.exchange = exchange;
    this.client = client;
    this.served = served;
  }

  @Override
  public Provider provider() {
    return chatCompletions.provider();
  }

  @Override
  public Optional<String> unusableReason() {
    return chatCompletions.unusableReason();
  }

  @Override
  public boolean simulated() {
    return chatCompletions.simulated();
  }

  @Override
  public String endpointId() {
    return chatCompletions.endpointId();
  }

  @Override
  public Completion complete(ChatRequest request, UpstreamModel model, Duration limit) {
    var endpoint = endpoints.get(definition);
    return request instanceof ForwardedRequest forwarded && isPassedOn(endpoint, forwarded)
        ? respond(endpoint, forwarded, model, limit)
        : chatCompletions.complete(request, model, limit);
  }

  private Completion respond(
      Endpoint endpoint, ForwardedRequest request, UpstreamModel model, Duration limit) {
    var answer = exchange.await(endpoint, client.respond(endpoint, written(request, model)), limit);
    return exchange.read(
        endpoint,
        answer,
        read -> ResponseReader.read(definition.provider(), model.id(), read, answer.body()));
  }

  @Override
  public ChatStream stream(ForwardedRequest request, UpstreamModel model) {
    var endpoint = endpoints.get(definition);
    if (!isPassedOn(endpoint, request)) {
      return chatCompletions.stream(request, model);
    }
    var events = exchange.stream(endpoint, client.stream(endpoint, written(request, model)));
    return new AnswerStream(
        events, new ResponseEventReader(definition.provider(), request, model.id()));
  }

  private byte[] written(ForwardedRequest request, UpstreamModel model) {
    return ResponsesRequest.write(definition.deviations(), request, model)
        .toString()
        .getBytes(StandardCharsets.UTF_8);
  }

  private boolean isPassedOn(Endpoint endpoint, ForwardedRequest request) {
    return definition.ownApis().contains(Api.RESPONSES)
        && ResponsesRequest.canBePassedOn(request)
        && (endpoint.simulated() || served.orElseGet(() -> isItsOwn(definition, endpoint.base())));
  }

  /** Its own host, or one below it, such as that of a region. */
  static boolean isItsOwn(ProviderDefinition definition, URI address) {
    var host = URI.create(definition.access().base()).getHost();
    return ('.' + address.getHost()).endsWith('.' + host);
  }
}
