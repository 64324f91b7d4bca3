package dev.ziggurat.tick;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The answer to a trigger.
 *
 * @param tick the tick's number in its game; null when no tick ran
 * @param slot the scheduled time of the tick
 * @param outcome {@code completed, partial, skipped, duplicate, failed}; {@code running} when read
 *     before the tick has closed
 * @param reason why it is not {@code completed}
 * @param running whether the tick is still running, in this process or another
 * @param digest of the world after the tick, in hexadecimal
 * @param worldFailure the last time the tick could not go on because of its world; null if it
 *     always could
 * @param unsentShards how many shards of its turns the message broker did not take, so that the
 *     process that planned it thought them; null if none
 */
@RegisterForReflection(
    targets = {TickReport.class, TickReport.Turns.class, TickReport.Inference.class})
public record TickReport(
    String game,
    Long tick,
    Instant slot,
    String outcome,
    String reason,
    boolean running,
    Instant startedAt,
    Long durationMillis,
    Turns turns,
    Map<String, Integer> actions,
    Map<String, Integer> markets,
    Inference inference,
    String digest,
    WorldFailure worldFailure,
    Integer unsentShards) {

  /**
   * The turns of the agents that were due, by result; passed over means skipped for lack of time.
   *
   * @param undecided of players who gave no decision, which is no failure
   * @param held of agents that held because a budget had no room, which is no failure either
   * @param heldBy how many of these were held by each kind of budget, such as {@code game-day};
   *     empty in reports of earlier versions
   */
  public record Turns(
      int due,
      int applied,
      int passedOver,
      int failed,
      int undecided,
      int held,
      Map<String, Integer> heldBy) {

    /** Of the counts by budget, the order is kept. */
    public Turns {
      heldBy = heldBy == null ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(heldBy));
    }

    /** The same with the counts by budget. */
    Turns by(Map<String, Integer> budgets) {
      return new Turns(due, applied, passedOver, failed, undecided, held, budgets);
    }

    /** Whether no turn was lost: all were applied, but those of players who did not decide. */
    @JsonIgnore
    boolean complete() {
      return applied + undecided == due;
    }
  }

  /**
   * Sums over the calls; see {@link dev.ziggurat.ledger.InferenceSummary}.
   *
   * @param cachedTokens null in reports of earlier versions, as {@code costExact}
   * @param costExact null in reports of earlier versions
   */
  public record Inference(
      long attempts,
      Map<String, Long> byProvider,
      long failovers,
      long failoversAfterSkip,
      long inputTokens,
      Long cachedTokens,
      long outputTokens,
      long costMicroUsd,
      Boolean costExact,
      boolean simulated) {}

  /** Of a tick that was not closed here. */
  private static TickReport withoutResults(
      String game,
      Long tick,
      Instant slot,
      String outcome,
      String reason,
      boolean running,
      Instant startedAt,
      WorldFailure worldFailure) {
    return new TickReport(
        game,
        tick,
        slot,
        outcome,
        reason,
        running,
        startedAt,
        null,
        null,
        null,
        null,
        null,
        null,
        worldFailure,
        null);
  }

  /** The same results with another outcome. */
  private TickReport with(String otherOutcome, String otherReason) {
    return new TickReport(
        game,
        tick,
        slot,
        otherOutcome,
        otherReason,
        false,
        startedAt,
        durationMillis,
        turns,
        actions,
        markets,
        inference,
        digest,
        worldFailure,
        unsentShards);
  }

  /** No tick was run for this trigger. */
  static TickReport skipped(Trigger trigger, String reason, boolean running) {
    return withoutResults(
        trigger.game(), null, trigger.slot(), "skipped", reason, running, null, null);
  }

  /** The tick broke off; the next trigger resumes it. */
  static TickReport broken(Trigger trigger, String why) {
    return withoutResults(
        trigger.game(),
        null,
        trigger.slot(),
        "failed",
        why + "; trigger again with the same key",
        false,
        null,
        null);
  }

  /** The tick cannot go on without its world; the next trigger finishes it. */
  static TickReport unfinished(Tick tick, WorldFailure failure) {
    return withoutResults(
        tick.game().id(),
        tick.number(),
        tick.slot(),
        "failed",
        "%s. Tick %d is unfinished: its answers are kept, and the next trigger finishes it first"
            .formatted(failure.reason(), tick.number()),
        false,
        tick.startedAt(),
        failure);
  }

  /** No tick was run for this trigger, because an earlier one cannot be finished. */
  TickReport before(Trigger trigger) {
    return withoutResults(
        trigger.game(), null, trigger.slot(), outcome, reason, false, null, worldFailure);
  }

  /** A report of a tick that was closed without its world. */
  TickReport asGivenUp(String who) {
    return with(
        "partial",
        "given up by %s, because its world could not be used: %d agents were skipped; they go first next time"
            .formatted(who, turns.passedOver()));
  }

  /** The tick was handed back because its process shuts down; the next trigger continues it. */
  static TickReport handedBack(Tick tick, TickHandedBack why) {
    return withoutResults(
        tick.game().id(),
        tick.number(),
        tick.slot(),
        "failed",
        why.getMessage(),
        false,
        tick.startedAt(),
        null);
  }

  /**
   * A tick that has not closed yet.
   *
   * @param cancelledBy who cancelled it; empty if not cancelled
   * @param failure the last time it could not go on because of its world, if that happened
   */
  static TickReport running(
      String game,
      long tick,
      Instant slot,
      Instant startedAt,
      Optional<String> cancelledBy,
      Optional<WorldFailure> failure) {
    return withoutResults(
        game,
        tick,
        slot,
        "running",
        failure
            .map(WorldFailure::reason)
            .or(() -> cancelledBy.map(who -> "cancelled by " + who + ": it is closing"))
            .orElse(null),
        true,
        startedAt,
        failure.orElse(null));
  }

  /** A tick that has just begun. */
  public static TickReport begun(Tick tick) {
    return running(
        tick.game().id(),
        tick.number(),
        tick.slot(),
        tick.startedAt(),
        Optional.empty(),
        Optional.empty());
  }

  /** The tick of this trigger is already running. */
  static TickReport underway(String game, long tick, Instant slot, Instant startedAt) {
    return withoutResults(
        game, tick, slot, "duplicate", "this tick is running", true, startedAt, null);
  }

  /** The same tick, triggered again; one that failed stays failed. */
  TickReport again() {
    var known =
        switch (outcome) {
          case "completed" -> "this tick has run";
          case "failed" -> reason + ". The game has moved on, so this tick is not run again";
          default -> "this tick has run: it was " + outcome;
        };
    return with(isFailed() ? outcome : "duplicate", known);
  }

  /** Whether a caller should retry with the same key. */
  @JsonIgnore
  public boolean isFailed() {
    return outcome.equals("failed");
  }

  /** Whether the tick could not be closed, because of its world. */
  @JsonIgnore
  boolean isUnfinished() {
    return isFailed() && turns == null && worldFailure != null;
  }
}
