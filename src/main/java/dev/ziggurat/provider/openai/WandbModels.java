package dev.ziggurat.provider.openai;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.provider.Endpoints;
import dev.ziggurat.provider.ProviderConfig;
import dev.ziggurat.provider.ProviderExchange;
import dev.ziggurat.provider.UnusableAnswer;
import dev.ziggurat.provider.openai.ServedModels.Served;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Fetches the list of models that Weights &amp; Biases serves now, which is free of charge. */
@Singleton
public class WandbModels {

  private final Endpoints endpoints;
  private final ProviderExchange exchange;
  private final WandbClient client;
  private final String project;

  WandbModels(
      Endpoints endpoints,
      ProviderExchange exchange,
      @RestClient WandbClient client,
      ProviderConfig config) {
    this.endpoints = endpoints;
    this.exchange = exchange;
    this.client = client;
    this.project = config.wandb().project().filter(name -> !name.isBlank()).orElse(null);
  }

  /**
   * Fetches the list once, without retries; blocks until it has arrived.
   *
   * @return distinct models, in W&amp;B's order
   * @throws ProviderFailure if the list cannot be fetched; without a key immediately
   */
  public List<Served> list(Duration timeout) {
    var endpoint = endpoints.get(Providers.builtIn().get(Provider.WANDB));
    var answer =
        exchange.await(
            endpoint, client.models(endpoint.base(), "Bearer " + endpoint.key(), project), timeout);
    return answer
        .body()
        .served()
        .orElseThrow(
            () ->
                exchange.failure(
                    endpoint, answer, UnusableAnswer.malformed("the response has no data")));
  }
}
