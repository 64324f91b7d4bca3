package dev.ziggurat.tick;

import dev.ziggurat.chain.ChainCandidates;
import dev.ziggurat.experiment.Variants;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.world.AgentKind;
import dev.ziggurat.world.World;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Gatherers;

/**
 * Planned → thought: briefs every agent from the same state and calls its model, at most {@code
 * width} at once, until all are done or the deadline passes. Answers are journaled as they arrive.
 */
@Singleton
public class Think {

  /** Turns are marked as asking in shards of this fraction of the width: one statement each. */
  private static final int SHARDS_PER_WIDTH = 4;

  /**
   * With more calls than so many times those that are made at once, most find in a provider's cache
   * what the first ones wrote to it.
   */
  private static final int CACHE_FILLED = 2;

  /** By how much a deadline may be moved without extending the lease, which has its margin. */
  private static final Duration SMALL = Duration.ofMillis(500);

  private final Plan plan;
  private final TurnStore turns;
  private final TurnCalls turnCalls;
  private final Batches batches;
  private final PlayerTurns playerTurns;
  private final WorstCaseCosts worstCaseCosts;
  private final TurnMemories memories;
  private final GameGuardrails guardrails;
  private final GameBudgets budgets;
  private final Variants variants;
  private final Journal journal;
  private final Settings settings;
  private final ChainCandidates chainCandidates;
  private final ProviderNotice notice;
  private final Cancellations cancellations;
  private final Lease lease;
  private final GracefulShutdown gracefulShutdown;
  private final InFlightTurns inFlightTurns;
  private final TickConfig config;
  private final InstantSource time;

  Think(
      Plan plan,
      TurnStore turns,
      TurnCalls turnCalls,
      Batches batches,
      PlayerTurns playerTurns,
      WorstCaseCosts worstCaseCosts,
      TurnMemories memories,
      GameGuardrails guardrails,
      GameBudgets budgets,
      Variants variants,
      Journal journal,
      Settings settings,
      ChainCandidates chainCandidates,
      ProviderNotice notice,
      Cancellations cancellations,
      Lease lease,
      GracefulShutdown gracefulShutdown,
      InFlightTurns inFlightTurns,
      TickConfig config,
      InstantSource time) {
    this.plan = plan;
    this.turns = turns;
    this.turnCalls = turnCalls;
    this.batches = batches;
    this.playerTurns = playerTurns;
    this.worstCaseCosts = worstCaseCosts;
    this.memories = memories;
    this.guardrails = guardrails;
    this.budgets = budgets;
    this.variants = variants;
    this.journal = journal;
    this.settings = settings;
    this.chainCandidates = chainCandidates;
    this.notice = notice;
    this.cancellations = cancellations;
    this.lease = lease;
    this.gracefulShutdown = gracefulShutdown;
    this.inFlightTurns = inFlightTurns;
    this.config = config;
    this.time = time;
  }

  /**
   * Runs all due turns.
   *
   * @param world the state that agents are briefed from
   * @param watch notified of progress
   * @throws FenceLost if another runner has taken over
   * @throws dev.ziggurat.world.WorldUnavailable if the world does not brief the agents
   * @throws TickHandedBack if the process shuts down before all are done; answers so far are
   *     journaled
   */
  void run(Tick tick, World.State world, TickListener.Run watch) {
    var due = turns.due(tick);
    var thinking = thinkingTime(tick);
    if (due.isEmpty() || thinking.isOver()) {
      return;
    }
    run(tick, world, due, thinking, watch);
    handBackIfEnding(tick, thinking);
  }

  /** The thinking time of a tick, which starts now. */
  ThinkingTime thinkingTime(Tick tick) {
    return new ThinkingTime(
        tick.thinkUntil(),
        tick.budgetFrom(),
        gracefulShutdown,
        later -> isCancelled(tick, later),
        time);
  }

  /**
   * Runs some of the due turns, in this process.
   *
   * @return false if some of them are no longer due, because another process asks for them
   */
  boolean run(
      Tick tick, World.State world, List<Turn> due, ThinkingTime thinking, TickListener.Run watch) {
    var view = settings.at(tick.settingsVersion());
    var candidates = chainCandidates.candidates(view);
    if (due.stream().anyMatch(turn -> turn.agent().kind() instanceof AgentKind.Model)) {
      notice.log(tick, candidates);
    }
    var checks = guardrails.of(tick);
    var agents = due.stream().map(Turn::agent).toList();
    var sharedIsNew = world.prepare(tick.moment(), agents, tick.thinkUntil());
    var prompt = new Prompt(world, tick, checks.shared(world.sharedBriefing()), config);
    if (sharedIsNew) {
      plan.storeShared(tick, prompt);
    }
    var width = tick.game().width().orElse(config.width());
    var session =
        new Thinker.Session(
            tick,
            world,
            prompt,
            checks,
            budgets.of(tick, agents),
            variants.of(tick.game().id(), tick.number()),
            view,
            candidates,
            thinking,
            watch);
    try (var writer = new GroupCommit(journal, tick)) {
      writer.start();
      var players = players(session, due.stream().filter(Think::isOfPlayer).toList(), writer);
      var all =
          think(session, due.stream().filter(turn -> !isOfPlayer(turn)).toList(), width, writer);
      players.awaitAll(thinking);
      return all;
    }
  }

  private static boolean isOfPlayer(Turn turn) {
    return turn.agent().kind() instanceof AgentKind.Player;
  }

  /** Starts the turns of the players, which take one place. */
  private Places players(Thinker.Session session, List<Turn> turns, GroupCommit writer) {
    var places = new Places(1);
    if (!turns.isEmpty() && places.tryEnter()) {
      inFlightTurns.begin();
      Thread.ofVirtual()
          .name("players-" + session.tick().game().id())
          .start(
              () -> {
                try {
                  playerTurns.run(session, turns, writer);
                } finally {
                  inFlightTurns.end();
                  places.leave();
                }
              });
    }
    return places;
  }

  private boolean isCancelled(Tick tick, Duration later) {
    if (later.compareTo(SMALL) > 0) {
      lease.extend(tick, later);
    }
    return cancellations.isCancelled(tick);
  }

  /**
   * On shutdown hands the tick back, unless all have thought.
   *
   * @throws TickHandedBack if turns are left
   */
  void handBackIfEnding(Tick tick, ThinkingTime thinking) {
    var unthought = thinking.isShuttingDown() ? turns.unthought(tick) : 0;
    if (unthought > 0) {
      throw new TickHandedBack(tick, unthought);
    }
  }

  private boolean think(Thinker.Session session, List<Turn> due, int width, GroupCommit writer) {
    var places = new Places(width);
    var memory = memories.shown(session);
    var most = Batches.most(session.tick());
    var many = due.size() > (long) CACHE_FILLED * width * most;
    var all = true;
    var threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("think-", 0).factory());
    try {
      for (var shard : shards(due, width, most)) {
        if (writer.stopped() || !mayBegin(session.time())) {
          break;
        }
        var calls = batches.of(session, shard, memory.of(shard), many);
        try {
          turns.markAsking(
              session.tick(),
              calls.stream()
                  .flatMap(batch -> batch.asking(worstCaseCosts.of(session, batch)).stream())
                  .toList());
        } catch (AskedElsewhere _) {
          all = false;
          continue;
        }
        var asked = 0;
        for (var batch : calls) {
          if (!places.enter(session.time())) {
            break;
          }
          asked++;
          inFlightTurns.begin();
          threads.execute(
              () -> {
                try {
                  turnCalls.run(session, batch, writer, places);
                } finally {
                  inFlightTurns.end();
                  places.leave();
                }
              });
        }
        if (asked < calls.size()) {
          unmark(session.tick(), calls.subList(asked, calls.size()));
          break;
        }
      }
      places.awaitAll(session.time());
      return all;
    } finally {
      threads.shutdown();
    }
  }

  private void unmark(Tick tick, List<Batch> unasked) {
    try {
      turns.unmark(
          tick,
          unasked.stream()
              .flatMap(batch -> batch.members().stream())
              .map(Batch.Member::turn)
              .toList());
    } catch (FenceLost lost) {
      // Whoever goes on has taken them for calls in flight.
      unasked.forEach(batch -> journal.withdraw(tick, batch.caller().callId()));
      throw lost;
    }
  }

  private static boolean mayBegin(ThinkingTime thinking) {
    return !thinking.isShuttingDown() && !thinking.isOver();
  }

  /** Of calls, not of turns: a batch takes one place. */
  private static List<List<Turn>> shards(List<Turn> due, int width, int batch) {
    var calls = Math.max(1, width / SHARDS_PER_WIDTH);
    return due.stream().gather(Gatherers.windowFixed(calls * batch)).toList();
  }
}
