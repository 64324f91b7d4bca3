package dev.ziggurat.training.wandb;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.ProviderFailure.ConnectionLost;
import dev.ziggurat.llm.ProviderFailure.Details;
import dev.ziggurat.provider.Endpoint;
import dev.ziggurat.provider.ProviderExchange;
import dev.ziggurat.training.TrainingConfig;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.eclipse.microprofile.rest.client.inject.RestClient;

/** Asks W&amp;B's GraphQL. */
@Singleton
class ArtifactQueries {

  private static final int MAX_MESSAGE = 300;

  private final WandbAccess access;
  private final ArtifactsClient client;
  private final ProviderExchange exchange;
  private final TrainingConfig config;
  private final ObjectMapper json;

  ArtifactQueries(
      WandbAccess access,
      @RestClient ArtifactsClient client,
      ProviderExchange exchange,
      TrainingConfig config,
      ObjectMapper json) {
    this.access = access;
    this.client = client;
    this.exchange = exchange;
    this.config = config;
    this.json = json;
  }

  static ObjectNode variables() {
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * Sends one operation, once.
   *
   * @return what its only field holds
   * @throws ProviderFailure if it fails, or GraphQL reports errors
   */
  JsonNode ask(String query, String field, ObjectNode variables) {
    var endpoint = access.artifacts();
    var body = JsonNodeFactory.instance.objectNode().put("query", query);
    body.set("variables", variables);
    var answer =
        exchange.await(
            endpoint,
            client.ask(
                endpoint.base(), basic(endpoint), body.toString().getBytes(StandardCharsets.UTF_8)),
            config.limit());
    var read = parsed(answer.body());
    var error = read.at("/errors/0/message");
    var result = read.path("data").path(field);
    if (error.isTextual() || !result.isObject()) {
      throw failure(
          field + ": " + (error.isTextual() ? error.textValue() : "the response has no result"),
          endpoint);
    }
    return result;
  }

  private static String basic(Endpoint endpoint) {
    var credentials = ("api:" + endpoint.key()).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(credentials);
  }

  private JsonNode parsed(String text) {
    try {
      return json.readTree(text);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static ProviderFailure failure(String message, Endpoint endpoint) {
    var clean = message.replace(endpoint.key(), "***");
    return new ConnectionLost(
        Provider.WANDB,
        Details.of(clean.length() <= MAX_MESSAGE ? clean : clean.substring(0, MAX_MESSAGE)));
  }
}
