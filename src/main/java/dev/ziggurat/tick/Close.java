package dev.ziggurat.tick;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.ziggurat.db.Database;
import dev.ziggurat.ledger.InferenceSummary;
import dev.ziggurat.ledger.Ledger;
import dev.ziggurat.world.ApplyKey;
import dev.ziggurat.world.Entry;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Applied → closed: advances the world's clock, so that what is due resolves and pays, stores the
 * report and releases the lease in one fenced transaction.
 */
@Singleton
public class Close {

  private static final String NO_DIGEST = "";

  private final Fence fence;
  private final Database database;
  private final Worlds worlds;
  private final TurnStore turns;
  private final TickStore ticks;
  private final Ledger ledger;
  private final Lease lease;
  private final FailureSummary failures;
  private final Event<FailedTick> failed;
  private final InstantSource time;
  private final ObjectReader tallies;

  Close(
      Fence fence,
      Database database,
      Worlds worlds,
      TurnStore turns,
      TickStore ticks,
      Ledger ledger,
      Lease lease,
      FailureSummary failures,
      Event<FailedTick> failed,
      InstantSource time,
      ObjectMapper json) {
    this.fence = fence;
    this.database = database;
    this.worlds = worlds;
    this.turns = turns;
    this.ticks = ticks;
    this.ledger = ledger;
    this.lease = lease;
    this.failures = failures;
    this.failed = failed;
    this.time = time;
    this.tallies = json.readerFor(new TypeReference<Map<String, Integer>>() {});
  }

  /**
   * Closes the tick.
   *
   * @throws FenceLost if another runner has taken over; nothing was written
   */
  TickReport run(Tick tick) {
    var closed =
        fence.guarded(
            tick,
            () -> {
              var played = played(tick);
              var clock = played.clock().orElseGet(() -> advanceClock(tick, played.steps()));
              var report = report(tick, played, clock);
              store(tick, report, played.clock().isPresent() ? "" : "c");
              lease.release(tick.game().id(), tick.epoch());
              if (report.isFailed()) {
                failed.fire(new FailedTick(report, time.instant()));
              }
              return report;
            });
    ledger.sumUp();
    return closed;
  }

  /**
   * Closes a cancelled tick without asking its world for more, in the caller's transaction: the
   * clock is not advanced.
   */
  TickReport withoutWorld(Tick tick) {
    var played = played(tick);
    var digest = worlds.of(tick.game()).open(tick.game()).digest();
    var clock = played.clock().orElseGet(() -> new ClockResult(Map.of(), digest.orElse(NO_DIGEST)));
    var report = report(tick, played, clock).asGivenUp(played.cancelledBy().orElseThrow());
    store(tick, report, "");
    return report;
  }

  /** What advancing the clock did, and the digest of the world after it. */
  private record ClockResult(Map<String, Integer> happenings, String digest) {}

  /**
   * What is stored of the tick so far.
   *
   * @param clock empty until the clock was advanced; a resumed tick advanced it when it failed
   * @param cancelledBy who cancelled it; empty if not cancelled
   * @param steps how often entries were applied
   * @param worldFailure why its world could not be used, if that happened
   * @param unsentShards what the message broker did not take, if that happened
   */
  private record Played(
      Map<String, Integer> actions,
      Optional<ClockResult> clock,
      Optional<String> cancelledBy,
      int steps,
      Optional<WorldFailure> worldFailure,
      Optional<Integer> unsentShards) {}

  private Played played(Tick tick) {
    return database
        .first(
            """
            select actions, happenings, digest, cancelled_by, length(played) as steps,
              world_failure, world_failed_at, unsent_shards
            from tick
            where game_id = :gameId and number = :tick
            """,
            parameters -> TurnStore.of(parameters, tick),
            row -> {
              var digest = row.getString(3);
              return new Played(
                  tally(row.getString(1)).orElseGet(Map::of),
                  tally(row.getString(2)).map(happenings -> new ClockResult(happenings, digest)),
                  Optional.ofNullable(row.getString(4)),
                  row.getInt(5),
                  WorldFailure.of(row),
                  Optional.ofNullable(row.getObject("unsent_shards", Integer.class)));
            })
        .orElseThrow();
  }

  private ClockResult advanceClock(Tick tick, int step) {
    var applied =
        worlds
            .of(tick.game())
            .open(tick.game())
            .apply(
                tick.moment(),
                ApplyKey.step(tick.number(), step, tick.epoch()),
                List.of(new Entry.Clock()));
    return new ClockResult(applied.happenings(), applied.digest());
  }

  private TickReport report(Tick tick, Played played, ClockResult clock) {
    var count = turns.count(tick);
    var holds = count.held() == 0 ? List.<TurnStore.Hold>of() : turns.holds(tick);
    var ending = ending(tick, count, holds, played.cancelledBy());
    return new TickReport(
        tick.game().id(),
        tick.number(),
        tick.slot(),
        ending.outcome(),
        ending.reason(),
        false,
        tick.startedAt(),
        Duration.between(tick.startedAt(), time.instant()).toMillis(),
        count.by(counts(holds)),
        played.actions(),
        clock.happenings(),
        inference(ledger.summary(tick.game().id(), tick.number())),
        clock.digest(),
        played.worldFailure().orElse(null),
        played.unsentShards().orElse(null));
  }

  /** The outcome, and the reason if it is not {@code completed}. */
  private record Ending(String outcome, String reason) {}

  private Ending ending(
      Tick tick, TickReport.Turns count, List<TurnStore.Hold> holds, Optional<String> cancelledBy) {
    if (count.complete()) {
      // A cancellation after all agents have thought has no effect.
      return new Ending("completed", null);
    }
    if (cancelledBy.isPresent()) {
      return new Ending(
          "partial",
          "cancelled by %s: %d agents were skipped; they go first next time"
              .formatted(cancelledBy.get(), count.due() - count.applied() - count.undecided()));
    }
    return count.applied() == 0 && count.held() == 0
        ? new Ending("failed", failures.summary(tick))
        : new Ending("partial", partial(tick, count, holds));
  }

  private String partial(Tick tick, TickReport.Turns count, List<TurnStore.Hold> holds) {
    if (count.held() == 0) {
      return withoutAnswer(tick, count);
    }
    var held =
        "%d agents held, %s; they go first next time".formatted(count.held(), because(holds));
    return count.passedOver() + count.failed() == 0
        ? held
        : held + ". " + withoutAnswer(tick, count);
  }

  private static Map<String, Integer> counts(List<TurnStore.Hold> holds) {
    var counts = new LinkedHashMap<String, Integer>();
    holds.forEach(hold -> hold.scope().ifPresent(scope -> counts.put(scope, hold.turns())));
    return counts;
  }

  /** Each kind of budget that held some, with an example of its reason. */
  private static String because(List<TurnStore.Hold> holds) {
    return holds.size() == 1
        ? "because " + holds.getFirst().why()
        : holds.stream()
            .map(hold -> "%d because %s".formatted(hold.turns(), hold.why()))
            .collect(Collectors.joining("; "));
  }

  private String withoutAnswer(Tick tick, TickReport.Turns count) {
    var reason =
        "%d agents were skipped and %d got no answer; they go first next time"
            .formatted(count.passedOver(), count.failed());
    return count.failed() == 0 ? reason : reason + ". " + failures.summary(tick);
  }

  private Optional<Map<String, Integer>> tally(String stored) {
    try {
      return stored == null ? Optional.empty() : Optional.of(tallies.readValue(stored));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static TickReport.Inference inference(InferenceSummary sum) {
    return new TickReport.Inference(
        sum.attempts(),
        sum.byProvider(),
        sum.failovers(),
        sum.failoversAfterSkip(),
        sum.inputTokens(),
        sum.cachedTokens(),
        sum.outputTokens(),
        sum.costMicroUsd(),
        sum.costExact(),
        sum.simulated());
  }

  private void store(Tick tick, TickReport report, String playedNow) {
    database.update(
        """
        update tick set phase = 'closed', outcome = :outcome, report = :report, digest = :digest, closed_at = :closedAt,
          happenings = :happenings, played = played || :playedNow, closed_in = pg_current_xact_id()
        where game_id = :gameId and number = :number
        """,
        parameters -> {
          parameters.setString("outcome", report.outcome());
          parameters.setString("report", ticks.stored(report));
          parameters.setString("digest", report.digest());
          parameters.setInstant("closedAt", time.instant());
          parameters.setString("happenings", ticks.stored(report.markets()));
          parameters.setString("playedNow", playedNow);
          parameters.setString("gameId", tick.game().id());
          parameters.setLong("number", tick.number());
        });
  }
}
