package dev.ziggurat.provider.openai;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.Providers;
import dev.ziggurat.provider.Endpoints;
import dev.ziggurat.provider.ProviderConfig;
import dev.ziggurat.provider.ProviderExchange;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** The models that Weights &amp; Biases serves now. Asking for them costs nothing. */
@Singleton
public class WandbModels {

  /** Many times as many as there are; also keeps a strange answer from filling a page. */
  private static final int MOST = 1_000;

  private static final int MAX_ID = 200;

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
   * Asks once and blocks until the list is there.
   *
   * @return ids, each once, in W&amp;B's order
   * @throws ProviderFailure for everything but a list; without a key at once
   */
  public List<String> list(Duration limit) {
    var endpoint = endpoints.get(Providers.builtIn().get(Provider.WANDB));
    var answer =
        exchange.await(
            endpoint, client.models(endpoint.base(), "Bearer " + endpoint.key(), project), limit);
    return Optional.ofNullable(answer.body().data())
        .orElseThrow(() -> exchange.garbled(endpoint, answer, "the answer has no data"))
        .stream()
        .filter(Objects::nonNull)
        .map(ModelList.Row::id)
        .filter(id -> id != null && !id.isBlank() && id.length() <= MAX_ID)
        .distinct()
        .limit(MOST)
        .toList();
  }
}
