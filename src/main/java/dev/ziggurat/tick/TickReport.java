package dev.ziggurat.tick;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What a trigger gets to know.
 *
 * @param tick the tick's number in its game; null when no tick ran
 * @param slot the instant the tick stands for
 * @param outcome {@code completed, partial, skipped, duplicate, failed}; {@code running} when a
 *     tick is looked at before its end
 * @param reason why it is not {@code completed}
 * @param running whether the tick is still under way, in this process or another
 * @param digest of the world after the tick, in hexadecimal
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
    String digest) {

  /** What became of the agents that were due. */
  public record Turns(int due, int applied, int passedOver, int failed) {}

  /** What the calls came to; see {@link dev.ziggurat.ledger.InferenceSummary}. */
  public record Inference(
      long attempts,
      Map<String, Long> byProvider,
      long failovers,
      long inputTokens,
      long outputTokens,
      long costMicroUsd,
      boolean simulated) {}

  /** No tick was run for this trigger. */
  static TickReport skipped(Trigger trigger, String reason, boolean running) {
    return new TickReport(
        trigger.game(),
        null,
        trigger.slot(),
        "skipped",
        reason,
        running,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** The tick broke off by a fault of our own; it goes on when its key, or any other, comes. */
  static TickReport broken(Trigger trigger) {
    return new TickReport(
        trigger.game(),
        null,
        trigger.slot(),
        "failed",
        "an internal error broke it off (the log tells which); trigger again with the same key",
        false,
        null,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** The tick was handed back because its process ends; it goes on when any trigger comes. */
  static TickReport handedBack(Tick tick, TickHandedBack why) {
    return new TickReport(
        tick.game().id(),
        tick.number(),
        tick.slot(),
        "failed",
        why.getMessage(),
        false,
        tick.startedAt(),
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /**
   * A tick that has not closed yet.
   *
   * @param cancelledBy who wants it to end now; empty when nobody does
   */
  static TickReport running(
      String game, long tick, Instant slot, Instant startedAt, Optional<String> cancelledBy) {
    return new TickReport(
        game,
        tick,
        slot,
        "running",
        cancelledBy.map(who -> "cancelled by " + who + ": it is closing").orElse(null),
        true,
        startedAt,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** A tick that has just begun. */
  public static TickReport begun(Tick tick) {
    return running(
        tick.game().id(), tick.number(), tick.slot(), tick.startedAt(), Optional.empty());
  }

  /** The tick this trigger asks for is under way already. */
  static TickReport underway(String game, long tick, Instant slot, Instant startedAt) {
    return new TickReport(
        game,
        tick,
        slot,
        "duplicate",
        "this tick is running",
        true,
        startedAt,
        null,
        null,
        null,
        null,
        null,
        null);
  }

  /** The same tick, asked for once more. */
  TickReport again() {
    var why =
        outcome.equals("completed") ? "this tick has run" : "this tick has run: it was " + outcome;
    return new TickReport(
        game,
        tick,
        slot,
        "duplicate",
        why,
        false,
        startedAt,
        durationMillis,
        turns,
        actions,
        markets,
        inference,
        digest);
  }

  /** Whether a caller should try again with the same key. */
  @JsonIgnore
  public boolean isFailed() {
    return outcome.equals("failed");
  }
}
