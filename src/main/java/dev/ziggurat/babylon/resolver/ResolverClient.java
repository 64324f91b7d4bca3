package dev.ziggurat.babylon.resolver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.babylon.store.ResolverAddresses;
import dev.ziggurat.http.OutgoingAddress;
import dev.ziggurat.http.OutgoingAnswer;
import dev.ziggurat.http.OutgoingClient;
import dev.ziggurat.http.OutgoingFailure;
import dev.ziggurat.http.OutgoingRequest;
import dev.ziggurat.http.RequestSignature;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** Asks resolvers, in the format of docs/babylon.md. */
@Singleton
class ResolverClient implements ResolverAddresses {

  private static final String SETTING = "ziggurat.babylon.resolver.private-addresses";
  private static final int MAX_ANSWER_BYTES = 64 * 1024;
  private static final int OK = 200;

  private final OutgoingClient client;
  private final ResolverConfig config;
  private final ObjectMapper json;
  private final InstantSource time;

  ResolverClient(Vertx vertx, ResolverConfig config, ObjectMapper json, InstantSource time) {
    this.client = new OutgoingClient(vertx, config.privateAddresses());
    this.config = config;
    this.json = json;
    this.time = time;
  }

  void close(@Observes ShutdownEvent end) {
    client.close();
  }

  /**
   * Asks for the outcome of a market; blocks.
   *
   * @param limit how long it may take
   * @throws NoAnswer with the reason
   */
  ResolverAnswer ask(URI url, String game, AwaitedMarket market, Duration limit) throws NoAnswer {
    try {
      return read(client.send(request(url, body(game, market), limit)));
    } catch (OutgoingFailure failed) {
      throw new NoAnswer(failed.reason("resolver", SETTING, limit));
    }
  }

  @Override
  public Optional<String> fault(URI url) {
    return OutgoingAddress.networkFault(url, config.privateAddresses(), SETTING);
  }

  private OutgoingRequest request(URI url, byte[] body, Duration limit) throws NoAnswer {
    var key =
        config
            .signingKey()
            .orElseThrow(() -> new NoAnswer("ziggurat.babylon.resolver.signing-key is not set"));
    return new OutgoingRequest(
        "POST",
        url,
        Map.of(
            "Content-Type",
            "application/json",
            RequestSignature.HEADER,
            RequestSignature.of(key, time.instant(), body)),
        body,
        limit,
        limit,
        MAX_ANSWER_BYTES);
  }

  private byte[] body(String game, AwaitedMarket market) {
    var body = json.createObjectNode().put("game", game).put("request", market.asked() + 1);
    body.put("lastRequest", config.maxRequests());
    body.putObject("market")
        .put("id", market.id())
        .put("topic", market.topic())
        .put("question", market.question())
        .put("openedAt", market.openedAt().toString())
        .put("closesAt", market.closesAt().toString());
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }

  private ResolverAnswer read(OutgoingAnswer answer) throws NoAnswer {
    if (answer.status() != OK) {
      throw new NoAnswer("the resolver answered with status " + answer.status());
    }
    var outcome = tree(answer.body()).path("outcome");
    if (outcome.isTextual() && outcome.textValue().equals("pending")) {
      throw new NoAnswer("the resolver does not know the outcome yet");
    }
    return ResolverAnswer.of(outcome.isTextual() ? outcome.textValue() : "")
        .orElseThrow(
            () -> new NoAnswer("the resolver's answer has no outcome: yes, no, void or pending"));
  }

  private JsonNode tree(byte[] answer) throws NoAnswer {
    try {
      return json.readTree(answer);
    } catch (IOException malformed) {
      throw new NoAnswer("the resolver's answer is not JSON");
    }
  }
}
