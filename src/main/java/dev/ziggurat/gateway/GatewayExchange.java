package dev.ziggurat.gateway;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.access.AccessSettings;
import dev.ziggurat.llm.CallCancellation;
import io.quarkus.arc.All;
import io.quarkus.virtual.threads.VirtualThreads;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.stream.Collectors;

/**
 * Answers a request of any API: authenticates its caller, reads it, and answers it by the chain. A
 * caller that disconnects cancels the provider's call, which is settled then; so the resource must
 * be {@code @Cancellable(false)}.
 */
@Singleton
public class GatewayExchange {

  private final GatewayAuthenticator gatewayAuthenticator;
  private final GatewayCalls gatewayCalls;
  private final CallRecorder recorder;
  private final Map<String, ServedApi> readers;
  private final long mostBytes;
  private final ExecutorService threads;
  private final ObjectReader json;

  GatewayExchange(
      GatewayAuthenticator gatewayAuthenticator,
      GatewayCalls gatewayCalls,
      CallRecorder recorder,
      @All List<ServedApi> readers,
      AccessSettings access,
      @VirtualThreads ExecutorService threads,
      ObjectMapper json) {
    this.mostBytes = access.largestBody().asLongValue();
    this.threads = threads;
    this.gatewayAuthenticator = gatewayAuthenticator;
    this.gatewayCalls = gatewayCalls;
    this.recorder = recorder;
    this.readers = readers.stream().collect(Collectors.toMap(ServedApi::path, each -> each));
    this.json = json.reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /**
   * Answers in one response, or as events. Works on a virtual thread, which starts when the body is
   * complete.
   *
   * @return fails with {@link GatewayRefusal}
   */
  public Uni<Response> answer(
      byte[] body, HttpHeaders headers, RoutingContext exchange, ServedApi reader) {
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

  /**
   * Estimates the prompt tokens of a request, without calling a provider or counting it as a call.
   *
   * @return fails with {@link GatewayRefusal}
   */
  public Uni<Long> inputTokens(
      byte[] body, HttpHeaders headers, RoutingContext exchange, RequestReader reader) {
    return Uni.createFrom()
        .item(
            () -> {
              var gatewayCaller = gatewayAuthenticator.authenticate(exchange.request());
              return gatewayCalls.inputTokens(
                  gatewayCaller, read(gatewayCaller, body, headers, reader));
            })
        .runSubscriptionOn(threads);
  }

  private Response answer(
      byte[] body, HttpHeaders headers, HttpServerRequest request, ServedApi reader) {
    var gatewayCaller = gatewayAuthenticator.authenticate(request);
    var asked = read(gatewayCaller, body, headers, reader);
    var recorded =
        asked.answeredBy(recorder.recorded(gatewayCaller, reader.path(), body, asked.answers()));
    return gatewayCalls.begin(gatewayCaller, recorded, headers).respond();
  }

  /**
   * Sends a request that was kept once more, for an admin, and keeps its texts too. Blocks until it
   * is answered.
   *
   * @param owner whom the request belongs to, so whose kept responses it may continue
   * @param path the API that it was sent to
   * @param body it; belongs to this method
   * @param headers options of the call, as in a request of the gateway
   * @return the id of the call in the ledger, answered or not
   * @throws GatewayRefusal when it did not come to the chain
   */
  public UUID repeat(UUID owner, String path, ObjectNode body, HttpHeaders headers) {
    var reader = readers.get(path);
    reader.makeRepetition(body);
    var text = body.toString();
    var asked = reader.read(GatewayCaller.adminFor(owner), body, headers);
    var recorded = asked.answeredBy(recorder.recordedForAdmin(path, text, asked.answers()));
    try {
      var answer = gatewayCalls.begin(GatewayCaller.ADMIN, recorded, headers).respond();
      return UUID.fromString(answer.getHeaderString(GatewayCall.REQUEST));
    } catch (GatewayRefusal refusal) {
      return refusal.callId().orElseThrow(() -> refusal);
    } finally {
      gatewayCalls.flush();
    }
  }

  private GatewayRequest read(
      GatewayCaller gatewayCaller, byte[] body, HttpHeaders headers, RequestReader reader) {
    if (body.length > mostBytes) {
      throw GatewayRefusal.tooLarge(mostBytes);
    }
    if (!(tree(body) instanceof ObjectNode read)) {
      throw GatewayRefusal.invalid(null, "the body must be a JSON object");
    }
    return reader.read(gatewayCaller, read, headers);
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
