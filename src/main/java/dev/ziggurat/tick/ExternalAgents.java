package dev.ziggurat.tick;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.http.OutgoingAddress;
import dev.ziggurat.http.OutgoingAnswer;
import dev.ziggurat.http.OutgoingClient;
import dev.ziggurat.http.OutgoingFailure;
import dev.ziggurat.http.OutgoingRequest;
import dev.ziggurat.http.RequestSignature;
import dev.ziggurat.http.SigningKeys;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.world.AgentKind;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Sends briefings to the addresses of external agents, signed, and reads what they answer. */
@Singleton
public class ExternalAgents {

  /** The name of an environment variable that holds an agent's key; no other secret has one. */
  public static final String KEY_VARIABLE = "[A-Z][A-Z0-9_]{0,80}_AGENT_KEY";

  private static final String SETTING = "ziggurat.tick.external.private-addresses";
  private static final int OK = 200;
  private static final int FIRST_ERROR = 300;
  private static final int FIRST_SERVER_ERROR = 500;

  private final OutgoingClient client;
  private final TickConfig.ExternalConfig limits;
  private final SigningKeys keys;
  private final InstantSource time;
  private final ObjectMapper json;

  ExternalAgents(
      Vertx vertx, TickConfig config, SigningKeys keys, InstantSource time, ObjectMapper json) {
    this.limits = config.external();
    this.client = new OutgoingClient(vertx, limits.privateAddresses());
    this.keys = keys;
    this.time = time;
    this.json = json;
  }

  void close(@Observes ShutdownEvent end) {
    client.close();
  }

  /** What is wrong with the address of an agent; empty if nothing is. */
  public Optional<String> urlFault(String url) {
    return OutgoingAddress.fault(url, limits.privateAddresses(), SETTING);
  }

  /** The host of an agent's address, which stands in the ledger where a model is named. */
  static String host(AgentKind.External agent) {
    try {
      return Objects.requireNonNullElse(URI.create(agent.url()).getHost(), "");
    } catch (IllegalArgumentException malformed) {
      return "";
    }
  }

  /**
   * What an agent is sent.
   *
   * @param briefing all that it is told
   * @param answerSchema the JSON Schema of its decision
   * @param deadline after which its answer counts no more
   */
  record Asked(Tick tick, Turn turn, String briefing, JsonNode answerSchema, Instant deadline) {}

  /** There is no answer. */
  static final class Failure extends Exception {

    private static final long serialVersionUID = 1L;

    private final OutcomeClass outcome;
    private final int status;

    Failure(OutcomeClass outcome, int status, String reason) {
      super(reason, null, false, false);
      this.outcome = outcome;
      this.status = status;
    }

    OutcomeClass outcome() {
      return outcome;
    }

    /** The HTTP status; 0 without an answer. */
    int status() {
      return status;
    }
  }

  /**
   * Asks; blocks.
   *
   * @return the body of the answer
   * @throws Failure if there is none
   */
  String ask(AgentKind.External agent, Asked asked) throws Failure {
    var fault = urlFault(agent.url());
    if (fault.isPresent()) {
      throw new Failure(OutcomeClass.INVALID, 0, "the agent's address " + fault.get());
    }
    var key = key(agent.keyVariable());
    var body = body(asked);
    var left = Duration.between(time.instant(), asked.deadline());
    var limit = left.compareTo(limits.timeout()) < 0 ? left : limits.timeout();
    if (!limit.isPositive()) {
      throw new Failure(OutcomeClass.TIMEOUT, 0, "no time was left to ask the agent");
    }
    var answer = send(agent, body, key, limit);
    if (answer.status() < OK || answer.status() >= FIRST_ERROR) {
      throw new Failure(
          answer.status() < FIRST_SERVER_ERROR ? OutcomeClass.INVALID : OutcomeClass.SERVER,
          answer.status(),
          "the agent answered with an error");
    }
    if (!answer.encoding().isEmpty() && !answer.encoding().equals("identity")) {
      throw new Failure(OutcomeClass.BADJSON, answer.status(), "the agent's answer is compressed");
    }
    return new String(answer.body(), StandardCharsets.UTF_8);
  }

  private String key(String variable) throws Failure {
    return keys.find(variable, KEY_VARIABLE)
        .orElseThrow(
            () ->
                new Failure(
                    OutcomeClass.AUTH, 0, keys.fault(variable, KEY_VARIABLE).orElse(variable)));
  }

  private byte[] body(Asked asked) {
    var agent = asked.turn().agent();
    var body =
        JsonNodeFactory.instance
            .objectNode()
            .put("game", asked.tick().game().id())
            .put("tick", asked.tick().number())
            .put("slot", asked.tick().slot().toString())
            .put("handle", agent.handle())
            .put("briefing", asked.briefing())
            .put("memo", agent.memo())
            .put("deadline", asked.deadline().toString());
    body.set("answerSchema", asked.answerSchema());
    try {
      return json.writeValueAsBytes(body);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }

  private OutgoingAnswer send(AgentKind.External agent, byte[] body, String key, Duration limit)
      throws Failure {
    try {
      return client.send(
          new OutgoingRequest(
              "POST",
              URI.create(agent.url()),
              Map.of(
                  RequestSignature.HEADER,
                  RequestSignature.of(key, time.instant(), body),
                  "Content-Type",
                  "application/json",
                  "Accept",
                  "application/json",
                  "Accept-Encoding",
                  "identity"),
              body,
              limits.connectTimeout(),
              limit,
              Math.toIntExact(limits.largestAnswer().asLongValue())));
    } catch (OutgoingFailure failed) {
      throw failure(failed);
    }
  }

  private static Failure failure(OutgoingFailure failed) {
    return switch (failed.kind()) {
      case NOT_SECURE, NOT_PUBLIC ->
          new Failure(OutcomeClass.INVALID, 0, "the agent's address is not public; see " + SETTING);
      case UNREACHABLE -> new Failure(OutcomeClass.IO, 0, "the agent could not be reached");
      case CLOSED -> new Failure(OutcomeClass.IO, 0, "the agent closed the connection");
      case LATE -> new Failure(OutcomeClass.TIMEOUT, 0, "the agent did not answer in time");
      case TOO_LONG -> new Failure(OutcomeClass.BADJSON, 0, "the agent's answer is too long");
      case INTERRUPTED -> new Failure(OutcomeClass.IO, 0, "the call was broken off");
    };
  }
}
