package dev.ziggurat.tick;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.memory.TurnLogs;
import dev.ziggurat.world.Action;
import dev.ziggurat.world.ApplyKey;
import dev.ziggurat.world.Entry;
import dev.ziggurat.world.Game;
import dev.ziggurat.world.Moment;
import dev.ziggurat.world.TurnResult;
import dev.ziggurat.world.World;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Replays a game from its opening, in memory: each tick's journaled decisions in order, the clock,
 * and the interventions between ticks. Compares the digest after each with the journaled one.
 * Writes nothing, calls no model.
 */
@Singleton
public class Replay {

  /** Ticks are read in batches of about this many turns. */
  private static final int TURNS_AT_ONCE = 5_000;

  private static final int MAX_TICKS_AT_ONCE = 200;
  private static final int MAX_GROWTH = 4;

  private final Worlds worlds;
  private final PlayedTicks ticks;
  private final InterventionStore interventions;
  private final TurnLogs logs;
  private final TickConfig config;
  private final InstantSource time;

  /** CPU-bound: one at a time leaves the other cores to the ticks. */
  private final Semaphore place = new Semaphore(1);

  Replay(
      Worlds worlds,
      PlayedTicks ticks,
      InterventionStore interventions,
      TurnLogs logs,
      TickConfig config,
      InstantSource time) {
    this.worlds = worlds;
    this.ticks = ticks;
    this.interventions = interventions;
    this.logs = logs;
    this.config = config;
    this.time = time;
  }

  /**
   * Replays a game, up to the configured time limit.
   *
   * @param until the last tick to replay; empty for the last closed one
   * @throws GameBusy if another replay is running in this process, or the world offers none
   */
  public ReplayReport run(Game game, OptionalLong until) {
    return run(game, until, tick -> {});
  }

  /**
   * Replays a game as {@link #run(Game, OptionalLong)} does.
   *
   * @param came receives from time to time the last tick replayed
   */
  public ReplayReport run(Game game, OptionalLong until, LongConsumer came) {
    if (!place.tryAcquire()) {
      throw new GameBusy("another replay is running in this process; try again when it has ended");
    }
    try {
      var started = time.instant();
      var world = worlds.of(game);
      world
          .replayRefusal(game)
          .ifPresent(
              reason -> {
                throw new GameBusy(reason);
              });
      return world
          .past(game)
          .map(past -> closing(past, () -> replayed(game, past, until, started, came)))
          .orElseGet(() -> nothing(game));
    } finally {
      place.release();
    }
  }

  private static ReplayReport closing(World.Past past, Supplier<ReplayReport> replay) {
    try (past) {
      return replay.get();
    }
  }

  private ReplayReport nothing(Game game) {
    var note = Optional.of("the game has no opening and no ticks: there is nothing to replay");
    return new DigestComparison().report(game.id(), true, new LogComparison(), note, 0);
  }

  private ReplayReport replayed(
      Game game, World.Past past, OptionalLong wish, Instant started, LongConsumer came) {
    var comparison = new DigestComparison();
    var log = new LogComparison();
    past.writtenDown().ifPresent(digest -> comparison.opened(digest, past.digest()));
    var last = ticks.last(game.id());
    var until = Math.min(wish.orElse(last), last);
    var next = 0L;
    var step = 1L;
    while (next <= until && comparison.matches() && !late(started)) {
      var to = Math.min(until, next + step - 1);
      var turns = play(game, past, next, to, comparison, log);
      came.accept(to);
      next = to + 1;
      step =
          Math.clamp(
              Math.min(step * MAX_GROWTH, step * TURNS_AT_ONCE / Math.max(1, turns)),
              1,
              MAX_TICKS_AT_ONCE);
    }
    var whole = next > until;
    return comparison.report(
        game.id(),
        whole && comparison.matches(),
        log,
        note(past, whole || !comparison.matches()),
        elapsed(started).toMillis());
  }

  /**
   * Plays these ticks and the interventions after them. Reads the interventions first: a tick with
   * a later intervention no longer changes.
   *
   * @return the number of turns played
   */
  private long play(
      Game game,
      World.Past past,
      long first,
      long last,
      DigestComparison comparison,
      LogComparison log) {
    var between = interventions.after(game.id(), first, last);
    var played = ticks.between(game.id(), first, last);
    var remembered =
        logs.between(game.id(), first, last).stream()
            .collect(
                Collectors.groupingBy(
                    TurnLogs.Stored::tick,
                    Collectors.toMap(TurnLogs.Stored::handle, Function.identity())));
    var worths = logs.worths(game.id(), first, last);
    if (first == 0) {
      playAfter(0, between, game, past, comparison);
    }
    for (var tick : played) {
      if (comparison.matches()) {
        var replayed = play(game.with(tick.seed(), tick.period()), past, tick);
        comparison.played(tick, replayed.digest());
        log.played(
            tick.number(),
            replayed.results(),
            worths.getOrDefault(tick.number(), Map.of()),
            remembered.getOrDefault(tick.number(), Map.of()));
        playAfter(tick.number(), between, game, past, comparison);
      }
    }
    return played.stream().mapToLong(tick -> tick.turns().size()).sum();
  }

  /** What a tick came to. */
  private record Replayed(String digest, List<TurnResult> results) {}

  private static Replayed play(Game game, World.Past past, PlayedTick tick) {
    var digest = past.digest();
    var results = new ArrayList<TurnResult>();
    var moment = new Moment(tick.number(), tick.slot());
    var step = 0;
    for (var entries : tick.entries()) {
      var applied = past.apply(game, moment, ApplyKey.step(tick.number(), step++, 1), entries);
      digest = applied.digest();
      results.addAll(applied.turns());
    }
    return new Replayed(digest, results);
  }

  private static void playAfter(
      long tick,
      List<InterventionStore.Journaled> all,
      Game game,
      World.Past past,
      DigestComparison comparison) {
    for (var each : all) {
      var intervention = each.intervention();
      if (intervention.afterTick() == tick && comparison.matches()) {
        var applied =
            past.apply(
                game.with(each.seed(), each.period()),
                new Moment(tick, intervention.at()),
                ApplyKey.intervention(tick, intervention.ordinal(), 1),
                List.of(new Entry.Intervention(intervention.ordinal(), action(intervention))));
        comparison.played(intervention, applied.digest());
      }
    }
  }

  private static Action action(Intervention intervention) {
    return new Action(
        intervention.action().path("type").asText(), (ObjectNode) intervention.action());
  }

  private boolean late(Instant started) {
    return elapsed(started).compareTo(config.replayLimit()) > 0;
  }

  private Duration elapsed(Instant started) {
    return Duration.between(started, time.instant());
  }

  private Optional<String> note(World.Past past, boolean inTime) {
    if (!inTime) {
      return Optional.of(
          "timed out after %d s (ziggurat.tick.replay-limit); the ticks up to here were"
                  .formatted(config.replayLimit().toSeconds())
              + " compared");
    }
    return past.writtenDown().isPresent()
        ? Optional.empty()
        : Optional.of(
            "the opening has no journaled digest; the first one compared is the one after it");
  }
}
