package dev.ziggurat.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.access.AccessSettings;
import dev.ziggurat.llm.CallCancellation;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.concurrent.ExecutorService;

/**
 * Answers a request of any API: authenticates its caller, reads it, and answers it by the chain. A
 * caller that disconnects cancels the provider's call, which is settled then; so the resource must
 * be {@code @Cancellable(false)}.
 */
@Singleton
public class GatewayExchange {

  private final GatewayAuthenticator gatewayAuthenticator;
  private final GatewayCalls gatewayCalls;
  private final long mostBytes;
  private final ExecutorService threads;
  private final ObjectReader json;

  GatewayExchange(
      GatewayAuthenticator gatewayAuthenticator,
      GatewayCalls gatewayCalls,
      AccessSettings access,
      @VirtualThreads ExecutorService threads,
      ObjectMapper json) {
    this.mostBytes = access.largestBody().asLongValue();
    this.threads = threads;
    this.gatewayAuthenticator = gatewayAuthenticator;
    this.gatewayCalls = gatewayCalls;
    this.json = json.reader();
  }

  /**
   * Answers in one response, or as events. Works on a virtual thread, which starts when the body is
   * complete.
   *
   * @return fails with {@link GatewayRefusal}
   */
  public Uni<Response> answer(
      byte[] body, HttpHeaders headers, RoutingContext exchange, RequestReader reader) {
    var cancellation = new CallCancellation();
    exchange.addEndHandler(
        ended -> {
          if (ended.failed()) {
            cancellation.request();
          }
        });
    return Uni.createFrom()
        .item(() -> cancellation.call(() -> answer(body, headers, exchange.request(), reader)))
        .runSubscriptionOn(threads);
  }

  private Response answer(
      byte[] body, HttpHeaders headers, HttpServerRequest request, RequestReader reader) {
    var gatewayCaller = gatewayAuthenticator.authenticate(request);
    if (body.length > mostBytes) {
      throw GatewayRefusal.tooLarge(mostBytes);
    }
    if (!(tree(body) instanceof ObjectNode read)) {
      throw GatewayRefusal.invalid(null, "the body must be a JSON object");
    }
    var asked = reader.read(gatewayCaller, read, headers);
    return gatewayCalls.begin(gatewayCaller, asked, headers).respond();
  }

  private JsonNode tree(byte[] bytes) {
    try {
      return json.readTree(bytes);
    } catch (JsonProcessingException malformed) {
      throw GatewayRefusal.invalid(null, "the body is not valid JSON" + location(malformed));
    } catch (java.io.IOException unreadable) {
      throw GatewayRefusal.invalid(null, "the body cannot be read");
    }
  }

  /** Location of the syntax error; empty when unknown, as for excessive nesting. */
  private static String location(JsonProcessingException malformed) {
    var location = malformed.getLocation();
    return location == null
        ? ""
        : ": line %d, column %d".formatted(location.getLineNr(), location.getColumnNr());
  }
}
