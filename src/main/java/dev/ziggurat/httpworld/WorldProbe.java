package dev.ziggurat.httpworld;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.http.OutgoingAnswer;
import dev.ziggurat.http.RequestSignature;
import dev.ziggurat.http.SigningKeys;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.Applied;
import dev.ziggurat.world.ApplyKey;
import dev.ziggurat.world.Entry;
import dev.ziggurat.world.Game;
import dev.ziggurat.world.Moment;
import dev.ziggurat.world.WorldUnavailable;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/**
 * Asks worlds outside of any game, over the connection of games, and reads answers as games do.
 * Needs no database and lists no calls.
 */
@Singleton
public class WorldProbe {

  /** The most agents of one request for briefings. */
  public static final int AGENTS_AT_ONCE = Briefs.AGENTS_AT_ONCE;

  private static final int OK = 200;
  private static final int FIRST_ERROR = 300;
  private static final Duration TOO_OLD = Duration.ofSeconds(400);
  private static final String ANOTHER_KEY = "this is not the key that the world knows";

  private final WorldConnection connection;
  private final SigningKeys keys;
  private final HttpWorldConfig config;

  WorldProbe(WorldConnection connection, SigningKeys keys, HttpWorldConfig config) {
    this.connection = connection;
    this.keys = keys;
    this.config = config;
  }

  /** How a request is signed. */
  public enum Signature {
    /** As the contract says. */
    CORRECT,
    /** Not at all. */
    MISSING,
    /** With another key. */
    WRONG_KEY,
    /** With the right key, for another body. */
    WRONG_BODY,
    /** Longer ago than the contract allows. */
    OUTDATED,
    /** In the future, further than the contract allows. */
    EARLY;

    private Optional<String> header(String key, Instant now, byte[] body) {
      return switch (this) {
        case CORRECT -> Optional.of(RequestSignature.of(key, now, body));
        case MISSING -> Optional.empty();
        case WRONG_KEY -> Optional.of(RequestSignature.of(ANOTHER_KEY, now, body));
        case WRONG_BODY -> Optional.of(RequestSignature.of(key, now, new byte[] {'x'}));
        case OUTDATED -> Optional.of(RequestSignature.of(key, now.minus(TOO_OLD), body));
        case EARLY -> Optional.of(RequestSignature.of(key, now.plus(TOO_OLD), body));
      };
    }
  }

  /**
   * What a world answered.
   *
   * @param body a missing node if it is an error without JSON
   * @param millis from sending to the last byte
   */
  public record Reply(int status, JsonNode body, long millis) {

    /** Whether it is no error. */
    public boolean isSuccess() {
      return status >= OK && status < FIRST_ERROR;
    }
  }

  /**
   * What came of entries.
   *
   * @param cut what was longer than the contract allows, if anything was
   */
  public record Result(String digest, Applied applied, Optional<String> cut) {}

  /**
   * What agents were told.
   *
   * @param schemas of the actions of those who have one of their own, by handle
   * @param cut what was longer than the contract allows, if anything was
   */
  public record Told(Map<String, JsonNode> schemas, Optional<String> cut) {}

  /** What is wrong with the address; empty if nothing is. */
  public Optional<String> urlFault(WorldAddress address) {
    return address.urlFault(config.privateAddresses());
  }

  /** What is wrong with the variable of the key; empty if nothing is. */
  public Optional<String> keyVariableFault(WorldAddress address) {
    return address
        .keyVariableFault()
        .or(() -> keys.fault(address.keyVariable(), WorldAddress.KEY_VARIABLE));
  }

  /** How long an operation may take. */
  public Duration limit(String operation) {
    return switch (operation) {
      case "brief" -> config.briefTimeout();
      case "found", "apply" -> config.applyTimeout();
      default -> config.manifestTimeout();
    };
  }

  /** Asks a world what it is. */
  public Reply manifest(WorldAddress address, Signature signature) {
    return send(
        address, WorldRequest.MANIFEST, connection.packed(Optional.empty(), false), signature);
  }

  /**
   * Asks for an operation.
   *
   * @throws WorldUnavailable if there is no answer, or a success that is not JSON
   */
  public Reply ask(
      WorldAddress address, String operation, JsonNode body, boolean gzip, Signature signature) {
    return send(address, operation, connection.packed(Optional.of(body), gzip), signature);
  }

  /** The same with any bytes for a body, signed correctly. */
  public Reply ask(WorldAddress address, String operation, byte[] body) {
    return send(
        address, operation, new WorldConnection.Packed(body, true, false), Signature.CORRECT);
  }

  private Reply send(
      WorldAddress address, String operation, WorldConnection.Packed body, Signature signature) {
    var request =
        new WorldRequest<>(
            "check",
            Optional.empty(),
            address,
            operation,
            Optional.empty(),
            body.compressed(),
            limit(operation),
            (answer, _) -> answer);
    var began = System.nanoTime();
    var answer = connection.send(new WorldConnection.Envelope(request, body), signature::header);
    var millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began);
    var success = answer.status() >= OK && answer.status() < FIRST_ERROR;
    return new Reply(
        answer.status(),
        success ? connection.tree(connection.decompressed(answer)) : problem(answer),
        millis);
  }

  private JsonNode problem(OutgoingAnswer answer) {
    try {
      return connection.tree(connection.decompressed(answer));
    } catch (WorldUnavailable noJson) {
      return MissingNode.getInstance();
    }
  }

  /** The body of a founding. */
  public static ObjectNode founding(
      String instance, String seed, Instant openedAt, List<Agent> agents, ObjectNode settings) {
    var game =
        new Game(
            "check",
            "Check",
            HttpWorld.KIND,
            Long.parseLong(seed),
            Duration.ofMinutes(1),
            OptionalInt.empty());
    return Foundings.body(instance, game, agents, openedAt, settings);
  }

  /** The body of a request for briefings. */
  public static ObjectNode briefing(String instance, Moment moment, List<Agent> agents) {
    return Briefs.body(instance, moment, agents);
  }

  /** The body of an application: of turns, or of one entry of another kind. */
  public static ObjectNode application(
      String instance, Moment moment, ApplyKey key, List<Entry> entries) {
    return Applications.body(instance, moment, key, entries);
  }

  /**
   * Reads a manifest.
   *
   * @throws WorldUnavailable naming the field that is wrong, as the others here do
   */
  public Manifest manifest(JsonNode answer) {
    return Manifest.of(answer);
  }

  /** Reads what came of a founding; the digest. */
  public String founded(JsonNode answer) {
    return Change.of(AnswerField.of(answer), config.longestEvent(), new CutTexts()).digest();
  }

  /** Reads what agents are told, each of whom must be there. */
  public Told told(JsonNode answer, List<Agent> agents) {
    var cuts = new CutTexts();
    var read = Briefs.read(AnswerField.of(answer), agents, config, cuts);
    var schemas = new HashMap<String, JsonNode>();
    read.agents()
        .forEach(
            (handle, brief) -> brief.answerSchema().ifPresent(own -> schemas.put(handle, own)));
    return new Told(Map.copyOf(schemas), cuts.summary());
  }

  /** Reads what came of entries. */
  public Result applied(JsonNode answer, List<Entry> entries) {
    var cuts = new CutTexts();
    var field = AnswerField.of(answer);
    var change = Change.of(field, config.longestEvent(), cuts);
    var applied =
        switch (entries.getFirst()) {
          case Entry.Clock _ -> Applications.nothing(change);
          case Entry.Intervention intervention ->
              Applications.intervened(intervention, field, change);
          case Entry.Turn _ ->
              Applications.played(
                  entries.stream().map(Entry.Turn.class::cast).toList(), field, change);
        };
    return new Result(change.digest(), applied, cuts.summary());
  }

  /** Reads a page. */
  public ShownView shown(JsonNode answer, Manifest.View view) {
    return ShownView.of(view, AnswerField.of(answer), new CutTexts());
  }
}
