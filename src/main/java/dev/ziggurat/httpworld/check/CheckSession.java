package dev.ziggurat.httpworld.check;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.httpworld.Manifest;
import dev.ziggurat.httpworld.WorldAddress;
import dev.ziggurat.httpworld.WorldProbe;
import dev.ziggurat.httpworld.WorldProbe.Reply;
import dev.ziggurat.httpworld.WorldProbe.Signature;
import dev.ziggurat.world.Agent;
import dev.ziggurat.world.ApplyKey;
import dev.ziggurat.world.Entry;
import dev.ziggurat.world.Moment;
import dev.ziggurat.world.WorldUnavailable;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One check of one world: its instances, and what is known of the world so far. */
final class CheckSession {

  private static final Instant OPENED_AT = Instant.parse("2026-11-30T12:00:00Z");
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final String SEED = "42";
  private static final int PERSONA_CHARACTERS = 300;

  /**
   * Something that was applied to the instance that is compared with.
   *
   * @param reply its answer
   * @param digest after it
   */
  record Played(String key, Moment moment, List<Entry> entries, JsonNode reply, String digest) {}

  final WorldProbe probe;
  final int size;
  final int ticks;
  final int oversizedBytes;

  /** A few agents; handles that look like numbers are handles too. */
  final List<Agent> players =
      Stream.of("ada", "ben", "cleo", "dan", "eve", "42", "finn", "gil")
          .map(handle -> agent(handle, "Plays fair."))
          .toList();

  final ActionGenerator actions =
      new ActionGenerator(
          new Random(42),
          Stream.concat(players.stream().map(Agent::handle), Stream.of("hello there")).toList());

  final List<Played> journal = new ArrayList<>();
  final List<WorldCheckReport.Timing> timings = new ArrayList<>();

  /** What was wrong with the first clock, if it was. */
  Optional<String> clockFault = Optional.empty();

  /** The digests of an instance that was never briefed, in the order of the journal. */
  List<String> unbriefed = List.of();

  /** Whether the same entries give the same digests, so that digests tell what was applied. */
  boolean comparable;

  private final WorldAddress address;
  private final String prefix;
  private final Set<String> founded = new LinkedHashSet<>();
  private Optional<Manifest> manifest = Optional.empty();

  /**
   * Begins a check.
   *
   * @param drawn makes the names of its instances unique
   */
  CheckSession(WorldProbe probe, WorldAddress address, String drawn, WorldCheck.Extent extent) {
    this.probe = probe;
    this.address = address;
    this.prefix = "check-" + drawn;
    this.size = extent.agents();
    this.ticks = extent.ticks();
    this.oversizedBytes = extent.oversizedBytes();
  }

  static Agent agent(String handle, String persona) {
    return new Agent(handle, persona, "", 1, Optional.empty());
  }

  static List<Agent> crowd(int count) {
    return IntStream.range(0, count)
        .mapToObj(index -> agent("agent-" + index, "x".repeat(PERSONA_CHARACTERS)))
        .toList();
  }

  Manifest manifest() {
    return manifest.orElseThrow(() -> new IllegalStateException("the manifest was not read"));
  }

  Optional<String> worldName() {
    return manifest.map(Manifest::name);
  }

  void set(Manifest read) {
    manifest = Optional.of(read);
  }

  static Moment moment(long tick) {
    return new Moment(tick, OPENED_AT.plus(PERIOD.multipliedBy(tick)));
  }

  String instance(String what) {
    return prefix + '-' + what;
  }

  ObjectNode founding(String instance, List<Agent> agents, ObjectNode settings) {
    return WorldProbe.founding(instance, SEED, OPENED_AT, agents, settings);
  }

  ObjectNode founding(String instance) {
    return founding(instance, players, JsonNodeFactory.instance.objectNode());
  }

  Reply manifest(Signature signature) {
    return probe.manifest(address, signature);
  }

  Reply ask(String operation, ObjectNode body, Signature signature) {
    if (operation.equals("found")) {
      founded.add(body.path("instance").asText());
    }
    var gzip = manifest.map(Manifest::gzip).orElse(false);
    return probe.ask(address, operation, body, gzip, signature);
  }

  Reply ask(String operation, ObjectNode body) {
    return ask(operation, body, Signature.CORRECT);
  }

  /** With a body that is none. */
  Reply askRaw(String operation, byte[] body) {
    return probe.ask(address, operation, body);
  }

  /** Founds an instance with the few agents. */
  String found(String what) {
    var instance = instance(what);
    probe.founded(success("found", ask("found", founding(instance))));
    return instance;
  }

  Reply brief(String instance, long tick, List<Agent> agents) {
    return ask("brief", WorldProbe.briefing(instance, moment(tick), agents));
  }

  Reply apply(String instance, Moment moment, String key, long epoch, List<Entry> entries) {
    return ask(
        "apply", WorldProbe.application(instance, moment, new ApplyKey(key, epoch), entries));
  }

  /** Applies to another instance what was applied before. */
  Reply apply(String instance, Played played, long epoch) {
    return apply(instance, played.moment(), played.key(), epoch, played.entries());
  }

  /**
   * Applies what was applied before and expects the digest that it gave to an instance to which
   * nothing else happened, where that can be expected.
   *
   * @param index in the journal
   */
  void plays(String instance, int index, long epoch, String otherwise) {
    var played = journal.get(index);
    var digest =
        probe.applied(success("apply", apply(instance, played, epoch)), played.entries()).digest();
    RuleBroken.unless(
        !comparable || digest.equals(unbriefed.get(index)),
        "%s: the digest after key %s is %s, and %s in an instance where that did not happen"
            .formatted(
                otherwise, played.key(), digest, comparable ? unbriefed.get(index) : "unknown"));
  }

  /** How sure what a trial saw is. */
  String compared() {
    return comparable ? "digests compared" : "digests not compared: there is no replay that works";
  }

  static JsonNode success(String operation, Reply reply) {
    RuleBroken.unless(
        reply.isSuccess(), "%s was answered with %s".formatted(operation, status(reply)));
    return reply.body();
  }

  /** A status with what the world says of it. */
  static String status(Reply reply) {
    var detail = reply.body().path("detail").asText("");
    var code = reply.body().path("code").asText("");
    return "status %d%s%s"
        .formatted(
            reply.status(),
            code.isEmpty() ? "" : " (" + oneLine(code) + ")",
            detail.isEmpty() ? "" : ": " + oneLine(detail));
  }

  private static String oneLine(String text) {
    var line = text.replaceAll("\\p{C}|\\s", " ").strip();
    return line.length() > 200 ? line.substring(0, 200) + "…" : line;
  }

  /** Has all instances discarded; returns how many were not. */
  int discard() {
    var left = 0;
    for (var instance : founded) {
      try {
        var body = JsonNodeFactory.instance.objectNode().put("instance", instance);
        left += probe.ask(address, "discard", body, false, Signature.CORRECT).isSuccess() ? 0 : 1;
      } catch (WorldUnavailable failed) {
        left++;
      }
    }
    return left;
  }
}
