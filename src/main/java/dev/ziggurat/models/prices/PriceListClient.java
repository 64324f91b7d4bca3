package dev.ziggurat.models.prices;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.http.InvalidField;
import dev.ziggurat.http.OutgoingAddress;
import dev.ziggurat.http.OutgoingClient;
import dev.ziggurat.http.OutgoingFailure;
import dev.ziggurat.http.OutgoingRequest;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.util.Map;

/** Fetches price lists from addresses that an admin names. */
@Singleton
class PriceListClient {

  static final String URL = "url";

  private static final String SETTING = "ziggurat.admin.prices.private-addresses";
  private static final int OK = 200;

  private final OutgoingClient client;
  private final PriceSyncConfig config;
  private final ObjectMapper json;

  PriceListClient(Vertx vertx, PriceSyncConfig config, ObjectMapper json) {
    this.client = new OutgoingClient(vertx, config.privateAddresses());
    this.config = config;
    this.json = json;
  }

  void close(@Observes ShutdownEvent end) {
    client.close();
  }

  /**
   * Fetches a price list; blocks.
   *
   * @throws InvalidField if the address must not be called, or has no JSON document
   */
  JsonNode fetch(String url) {
    OutgoingAddress.fault(url, config.privateAddresses(), SETTING)
        .ifPresent(
            fault -> {
              throw new InvalidField(URL, fault);
            });
    var request =
        new OutgoingRequest(
            "GET",
            URI.create(url),
            Map.of("Accept", "application/json", "Accept-Encoding", "identity"),
            new byte[0],
            config.limit(),
            config.limit(),
            config.maxBytes());
    try {
      var answer = client.send(request);
      if (answer.status() != OK) {
        throw new InvalidField(URL, "answered with status " + answer.status());
      }
      return json.readTree(answer.body());
    } catch (OutgoingFailure failed) {
      throw new InvalidField(URL, failed.reason("address", SETTING, config.limit()));
    } catch (IOException malformed) {
      throw new InvalidField(URL, "did not answer with a JSON document");
    }
  }
}
