package dev.ziggurat.tick;

import dev.ziggurat.chain.Outlook;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.world.World;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * Planned → thought: every agent is briefed from the same state and asks its model, so many at
 * once, until all have thought or the time is up. Answers are journaled as they come.
 */
@Singleton
public class Think {

  /** Turns are marked as asking in shards of this share of the width: one statement each. */
  private static final int SHARDS_PER_WIDTH = 4;

  /** How long stragglers get to close their connections after the deadline. */
  private static final Duration GRACE = Duration.ofMillis(250);

  private final TurnStore turns;
  private final Thinker thinker;
  private final Exposures exposures;
  private final Journal journal;
  private final Settings settings;
  private final Outlook outlook;
  private final TickConfig config;
  private final InstantSource time;

  Think(
      TurnStore turns,
      Thinker thinker,
      Exposures exposures,
      Journal journal,
      Settings settings,
      Outlook outlook,
      TickConfig config,
      InstantSource time) {
    this.turns = turns;
    this.thinker = thinker;
    this.exposures = exposures;
    this.journal = journal;
    this.settings = settings;
    this.outlook = outlook;
    this.config = config;
    this.time = time;
  }

  /**
   * Lets all agents think whose turn is due.
   *
   * @param world the state they are briefed from
   * @throws FenceLost if another runner has taken over
   */
  void run(Tick tick, World.State world, World rules) {
    var due = turns.due(tick);
    if (due.isEmpty()) {
      return;
    }
    var view = settings.at(tick.settingsVersion());
    var candidates = outlook.candidates(view);
    announce(tick, candidates);
    var until = tick.thinkUntil();
    var prompt = new Prompt(rules, tick, world.sharedBriefing(), config);
    var width = tick.game().width().orElse(config.width());
    var session = new Thinker.Session(tick, world, prompt, view, candidates, until);
    try (var writer = new GroupCommit(journal, tick)) {
      writer.start();
      think(session, due, width, writer);
    }
  }

  private void think(Thinker.Session session, List<Turn> due, int width, GroupCommit writer) {
    var places = new Semaphore(width);
    var threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("think-", 0).factory());
    try {
      for (var shard : shards(due, Math.max(1, width / SHARDS_PER_WIDTH))) {
        if (writer.stopped() || !time.instant().isBefore(session.until())) {
          break;
        }
        turns.markAsking(session.tick(), shard, turn -> exposures.of(session, turn));
        var asked = 0;
        for (var turn : shard) {
          if (!acquired(places, session.until())) {
            break;
          }
          asked++;
          threads.execute(
              () -> {
                try {
                  think(session, turn, writer);
                } finally {
                  places.release();
                }
              });
        }
        if (asked < shard.size()) {
          turns.unmark(session.tick(), shard.subList(asked, shard.size()));
          break;
        }
      }
      acquiredAll(places, width, session.until());
    } finally {
      threads.shutdown();
    }
  }

  private void think(Thinker.Session session, Turn turn, GroupCommit writer) {
    try {
      writer.add(thinker.think(session, turn));
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      Log.errorf(e, "The turn of %s failed", turn.agent().handle());
    }
  }

  private static List<List<Turn>> shards(List<Turn> turns, int size) {
    return IntStream.iterate(0, from -> from < turns.size(), from -> from + size)
        .mapToObj(from -> turns.subList(from, Math.min(turns.size(), from + size)))
        .toList();
  }

  private boolean acquired(Semaphore places, Instant until) {
    try {
      return places.tryAcquire(millisLeft(until), TimeUnit.MILLISECONDS);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private void acquiredAll(Semaphore places, int width, Instant until) {
    try {
      if (!places.tryAcquire(width, millisLeft(until.plus(GRACE)), TimeUnit.MILLISECONDS)) {
        Log.warn("Some agents are still thinking after the deadline; their answers will be late");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private long millisLeft(Instant until) {
    return Math.max(0, Duration.between(time.instant(), until).toMillis());
  }

  private static void announce(Tick tick, List<Outlook.Candidate> candidates) {
    var now = candidates.stream().filter(candidate -> !candidate.cooling()).findFirst();
    if (now.isEmpty()) {
      Log.warnf("No provider can be asked in tick %d of %s", tick.number(), tick.game().id());
      return;
    }
    var first = now.get();
    Log.infof(
        "Using %s, model %s%s",
        first.offer().provider().displayName(),
        first.offer().model().id(),
        first.simulated() ? " (simulated)" : "");
  }
}
