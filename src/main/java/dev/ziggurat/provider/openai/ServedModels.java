package dev.ziggurat.provider.openai;

import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.provider.Endpoints;
import dev.ziggurat.provider.ProviderExchange;
import dev.ziggurat.provider.UnusableAnswer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/**
 * Fetches the list of models that the server of a provider serves now, which is free of charge,
 * with the context windows that it tells.
 */
@Singleton
public class ServedModels {

  private final Endpoints endpoints;
  private final ProviderExchange exchange;
  private final ChatCompletionsClient client;

  ServedModels(
      Endpoints endpoints, ProviderExchange exchange, @RestClient ChatCompletionsClient client) {
    this.endpoints = endpoints;
    this.exchange = exchange;
    this.client = client;
  }

  /**
   * A model that is served.
   *
   * @param contextTokens its context window as far as the server tells it
   */
  public record Served(String id, Optional<Integer> contextTokens) {}

  /**
   * Fetches the list once, without retries; blocks until it has arrived.
   *
   * @param definition of a provider that speaks chat completions
   * @return distinct ids, in the server's order
   * @throws ProviderFailure if the list cannot be fetched; without a key immediately
   */
  public List<Served> list(ProviderDefinition definition, Duration timeout) {
    var endpoint = endpoints.get(definition);
    var answer =
        exchange.await(
            endpoint,
            client.models(
                endpoint.base(),
                "Bearer " + endpoint.key(),
                definition.access().project().orElse(null)),
            timeout);
    return answer
        .body()
        .served()
        .orElseThrow(
            () ->
                exchange.failure(
                    endpoint, answer, UnusableAnswer.malformed("the response has no data")));
  }
}
