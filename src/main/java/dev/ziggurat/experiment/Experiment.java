package dev.ziggurat.experiment;

import dev.ziggurat.db.Versioned;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * An experiment of a game.
 *
 * @param name unique in its game
 * @param salt of the hash that assigns agents
 * @param arms at least two; the first is the one that the others are compared with
 * @param allocation of the buckets to arms
 * @param rampPercent the share of the agents that is enrolled
 * @param winner the arm that was chosen
 * @param startTick the last tick before it began; empty for a draft
 * @param version raised by every edit
 */
public record Experiment(
    String game,
    String name,
    String salt,
    List<Arm> arms,
    Allocation allocation,
    int rampPercent,
    State state,
    Optional<String> winner,
    OptionalLong startTick,
    Instant createdAt,
    Optional<Instant> startedAt,
    Optional<Instant> stoppedAt,
    long version)
    implements Versioned {

  /** The most arms. */
  public static final int MOST_ARMS = 8;

  /** The most experiments of a game that are drafts or running. */
  public static final int MOST_OPEN = 3;

  private static final int BUCKETS_PER_PERCENT = Allocation.BUCKETS / 100;

  /** Keeps its own copy of the list. */
  public Experiment {
    arms = List.copyOf(arms);
  }

  /** Where it stands. */
  public enum State {
    /** It may be edited and has no effect. */
    DRAFT,
    /** Agents are asked with the variants of its arms. */
    RUNNING,
    /** It has no effect any more; what it found is kept. */
    STOPPED;

    /** As it is stored and shown. */
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** The state of this id. */
    public static State of(String id) {
      return valueOf(id.toUpperCase(Locale.ROOT));
    }
  }

  /** The arm of an agent; empty if it is not enrolled. */
  public Optional<Arm> armOf(String handle) {
    var hash = new AgentHash(salt);
    return hash.enrolment(handle) < rampPercent * BUCKETS_PER_PERCENT
        ? Optional.of(arms.get(allocation.arm(hash.arm(handle))))
        : Optional.empty();
  }

  /** The arm of this name. */
  public Optional<Arm> arm(String named) {
    return arms.stream().filter(arm -> arm.name().equals(named)).findFirst();
  }

  /** The arm that the others are compared with. */
  public Arm control() {
    return arms.getFirst();
  }

  /** The same with other shares; its arms keep their order. */
  public Experiment sharing(List<Integer> percents) {
    var changed = new ArrayList<Arm>();
    for (var i = 0; i < arms.size(); i++) {
      changed.add(arms.get(i).sharing(percents.get(i)));
    }
    return with(changed, allocation.changed(percents), rampPercent);
  }

  /** The same with other arms, an allocation of them, and another ramp. */
  public Experiment with(List<Arm> otherArms, Allocation other, int ramp) {
    return new Experiment(
        game, name, salt, otherArms, other, ramp, state, winner, startTick, createdAt, startedAt,
        stoppedAt, version);
  }

  /** The same with another ramp. */
  public Experiment with(int ramp) {
    return with(arms, allocation, ramp);
  }

  /** The same, running from now on. */
  public Experiment started(long lastTick, Instant now) {
    return new Experiment(
        game,
        name,
        salt,
        arms,
        allocation,
        rampPercent,
        State.RUNNING,
        winner,
        OptionalLong.of(lastTick),
        createdAt,
        Optional.of(now),
        stoppedAt,
        version);
  }

  /** The same, stopped. */
  public Experiment stopped(Instant now) {
    return new Experiment(
        game,
        name,
        salt,
        arms,
        allocation,
        rampPercent,
        State.STOPPED,
        winner,
        startTick,
        createdAt,
        startedAt,
        stoppedAt.or(() -> Optional.of(now)),
        version);
  }

  /** The same with a winner. */
  public Experiment wonBy(String arm) {
    return new Experiment(
        game,
        name,
        salt,
        arms,
        allocation,
        rampPercent,
        state,
        Optional.of(arm),
        startTick,
        createdAt,
        startedAt,
        stoppedAt,
        version);
  }
}
