package dev.ziggurat.provider.claude;

import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.UpstreamModel;
import dev.ziggurat.provider.Endpoint;
import dev.ziggurat.provider.Endpoints;
import dev.ziggurat.provider.Exchange;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Claude behind the port. */
@Singleton
class ClaudeProvider implements ChatProvider {

  private final ClaudeClient client;
  private final Endpoints endpoints;
  private final Exchange exchange;

  ClaudeProvider(@RestClient ClaudeClient client, Endpoints endpoints, Exchange exchange) {
    this.client = client;
    this.endpoints = endpoints;
    this.exchange = exchange;
  }

  @Override
  public Provider provider() {
    return Provider.CLAUDE;
  }

  @Override
  public boolean usable() {
    return endpoints.find(Provider.CLAUDE).isPresent();
  }

  @Override
  public boolean simulated() {
    return endpoints.find(Provider.CLAUDE).map(Endpoint::simulated).orElse(false);
  }

  @Override
  public Completion complete(ChatRequest request, UpstreamModel model, Duration limit) {
    var endpoint = endpoints.get(Provider.CLAUDE);
    var call = client.create(base(endpoint), endpoint.key(), MessagesRequest.write(request, model));
    var answer = exchange.await(endpoint, call, limit);
    if (answer.body().content() == null) {
      throw exchange.garbled(endpoint, answer, "the answer has no content");
    }
    return AnswerReader.read(model.id(), answer);
  }

  /** Some name the base with its version, as they do for the other three. */
  private static URI base(Endpoint endpoint) {
    return URI.create(endpoint.base().toString().replaceFirst("/v1$", ""));
  }
}
