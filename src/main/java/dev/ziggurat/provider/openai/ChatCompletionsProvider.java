package dev.ziggurat.provider.openai;

import dev.ziggurat.llm.ChatProvider;
import dev.ziggurat.llm.ChatRequest;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.UpstreamModel;
import dev.ziggurat.provider.Endpoint;
import dev.ziggurat.provider.Endpoints;
import dev.ziggurat.provider.Exchange;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import org.jboss.resteasy.reactive.RestResponse;

/** One of the three providers that speak chat completions. */
final class ChatCompletionsProvider implements ChatProvider {

  private final Provider provider;
  private final Endpoints endpoints;
  private final Exchange exchange;
  private final Call call;

  /** The typed client's one method, with what it needs beyond the request. */
  @FunctionalInterface
  interface Call {
    Uni<RestResponse<ChatCompletion>> ask(Endpoint endpoint, ChatCompletionRequest request);
  }

  ChatCompletionsProvider(Provider provider, Endpoints endpoints, Exchange exchange, Call call) {
    this.provider = provider;
    this.endpoints = endpoints;
    this.exchange = exchange;
    this.call = call;
  }

  @Override
  public Provider provider() {
    return provider;
  }

  @Override
  public boolean usable() {
    return endpoints.find(provider).isPresent();
  }

  @Override
  public boolean simulated() {
    return endpoints.find(provider).map(Endpoint::simulated).orElse(false);
  }

  @Override
  public Completion complete(ChatRequest request, UpstreamModel model, Duration limit) {
    var endpoint = endpoints.get(provider);
    var written = RequestWriter.write(provider, request, model);
    var answer = exchange.await(endpoint, call.ask(endpoint, written), limit);
    if (answer.body().choices() == null) {
      throw exchange.garbled(endpoint, answer, "the answer has no choices");
    }
    return CompletionReader.read(provider, model.id(), answer);
  }
}
