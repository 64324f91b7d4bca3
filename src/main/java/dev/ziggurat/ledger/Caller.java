package dev.ziggurat.ledger;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * The origin of a call.
 *
 * @param callId unique per call; the ids of its attempts derive from it
 * @param source the kind of caller, such as {@code tick}
 * @param key the gateway key that pays for it
 * @param tags the caller's own tags, by name
 * @param traceId the trace that the call is part of, as 32 hexadecimal digits; empty without
 *     tracing
 * @param parts the agents of a call that is made for several at once, which has no handle
 */
public record Caller(
    UUID callId,
    String source,
    Optional<String> game,
    OptionalLong tick,
    Optional<String> handle,
    Optional<UUID> key,
    Map<String, String> tags,
    Optional<String> traceId,
    List<Part> parts) {

  /** The source of turns. */
  public static final String TICK = "tick";

  /** The source of reflections on memories. */
  public static final String REFLECTION = "reflection";

  /** The source of embeddings of memories. */
  public static final String MEMORY = "memory";

  /** The source of calls that train models: no inference. */
  public static final String TRAINING = "training";

  /** The source of what an admin asks from the console, of no game. */
  public static final String ADMIN = "admin";

  /** Copies the tags and the parts. */
  public Caller {
    tags = Map.copyOf(tags);
    parts = List.copyOf(parts);
  }

  /**
   * One agent's part in a call for several.
   *
   * @param weight in proportion to which tokens and cost are divided
   * @param unusable whether the answer has no usable part for the agent
   */
  public record Part(String handle, long weight, boolean unusable) {

    /** A part to which the answer is usable, as far as it is known. */
    public Part(String handle, long weight) {
      this(handle, weight, false);
    }
  }

  /** A caller for one agent or none. */
  public Caller(
      UUID callId,
      String source,
      Optional<String> game,
      OptionalLong tick,
      Optional<String> handle,
      Optional<UUID> key,
      Map<String, String> tags,
      Optional<String> traceId) {
    this(callId, source, game, tick, handle, key, tags, traceId, List.of());
  }

  /** A caller without a key. */
  public Caller(
      UUID callId,
      String source,
      Optional<String> game,
      OptionalLong tick,
      Optional<String> handle) {
    this(callId, source, game, tick, handle, Optional.empty(), Map.of(), Optional.empty());
  }

  /** A turn's call. Its id includes the epoch, so a take-over makes a different call. */
  public static Caller turn(String game, long tick, String handle, long epoch) {
    var name = game + '/' + tick + '/' + handle + '/' + epoch;
    return new Caller(
        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
        TICK,
        Optional.of(game),
        OptionalLong.of(tick),
        Optional.of(handle));
  }

  /**
   * The call for the turns of several agents. Its id includes the epoch, as that of one turn.
   *
   * @param parts in the order in which the agents are asked
   */
  public static Caller turns(String game, long tick, List<Part> parts, long epoch) {
    var handles = parts.stream().map(Part::handle).collect(Collectors.joining("/"));
    var name = "turns/" + game + '/' + tick + '/' + handles + '/' + epoch;
    return new Caller(
        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
        TICK,
        Optional.of(game),
        OptionalLong.of(tick),
        Optional.empty(),
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        parts);
  }

  /** The call in which an agent reflects on what it remembers; there is one for each due tick. */
  public static Caller reflection(String game, long tick, String handle) {
    var name = "reflection/" + game + '/' + tick + '/' + handle;
    return new Caller(
        UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
        REFLECTION,
        Optional.of(game),
        OptionalLong.of(tick),
        Optional.of(handle));
  }

  /** A call for the memories of several agents of a game. */
  public static Caller memory(String game, long tick) {
    return new Caller(
        UUID.randomUUID(), MEMORY, Optional.of(game), OptionalLong.of(tick), Optional.empty());
  }

  /** A call by a program, with or without a key. */
  public static Caller program(String source, Optional<UUID> key, Map<String, String> tags) {
    return new Caller(
        UUID.randomUUID(),
        source,
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        key,
        tags,
        Optional.empty());
  }

  /** The same caller, in this trace. */
  public Caller tracedBy(Optional<String> id) {
    return id.isEmpty()
        ? this
        : new Caller(callId, source, game, tick, handle, key, tags, id, parts);
  }

  /** A call of its own that is made for this one, and paid for by the same. */
  public Caller inner(String innerSource) {
    return new Caller(UUID.randomUUID(), innerSource, game, tick, handle, key, tags, traceId);
  }

  /** The same call for these parts only. */
  public Caller of(List<Part> others) {
    return new Caller(callId, source, game, tick, handle, key, tags, traceId, others);
  }

  /** The same call, whose answer has no usable part for these agents. */
  public Caller withoutPartsFor(Set<String> handles) {
    return of(
        parts.stream()
            .map(part -> new Part(part.handle, part.weight, handles.contains(part.handle)))
            .toList());
  }

  /** How much of an amount of this call each of its parts has; nothing is left over. */
  public List<Long> shares(long amount) {
    return Portions.of(amount, parts.stream().map(Part::weight).toList());
  }

  /** The id of this call's nth attempt. */
  public UUID attemptId(int ordinal) {
    return UUID.nameUUIDFromBytes((callId + "#" + ordinal).getBytes(StandardCharsets.UTF_8));
  }
}
