package dev.ziggurat.benchmark.scale;

import java.util.PriorityQueue;
import java.util.Random;

/**
 * A discrete-event simulation of one tick thought by workers. A worker takes shards (see {@link
 * Workers}) and asks at most its width at once; a call waits for its place in the providers' limit;
 * an answer waits for a core of the database. Times are seconds from the tick's begin.
 */
final class Simulation {

  private enum Step {
    WANTED,
    SENT,
    ANSWERED
  }

  /** A call for a turn of {@code worker}, and the time of its next step. */
  private record Event(double at, int worker, Step step) implements Comparable<Event> {
    @Override
    public int compareTo(Event other) {
      return Double.compare(at, other.at);
    }
  }

  private final Setup setup;
  private final Random random;
  private final PriorityQueue<Event> events = new PriorityQueue<>();
  private final double[] coreFree;
  private final int[] left;
  private final int[] open;

  private int shards;
  private int started;
  private int busy;
  private int inFlight;
  private int peakBusy;
  private int peakInFlight;
  private double nextCall;
  private double waitedForWorker;
  private double end;

  private Simulation(Setup setup, long seed) {
    this.setup = setup;
    this.random = new Random(seed);
    this.coreFree = new double[setup.databaseCores()];
    this.left = new int[setup.workers().atMost()];
    this.open = new int[setup.workers().atMost()];
    this.shards = (setup.agents() + setup.shard() - 1) / setup.shard();
  }

  /** One tick; the same setup and seed give the same outcome. */
  static Outcome run(Setup setup, long seed) {
    return new Simulation(setup, seed).run();
  }

  private Outcome run() {
    addWorkers(0);
    var turns = setup.agents();
    while (!events.isEmpty()) {
      var event = events.poll();
      addWorkers(event.at());
      switch (event.step()) {
        case WANTED -> queue(event);
        case SENT -> send(event);
        case ANSWERED -> journal(event);
      }
    }
    var perGame = turns / (double) setup.games() * setup.applyMicrosPerTurn() / 1e6;
    var together = turns * setup.applyMicrosPerTurn() / 1e6 / setup.databaseCores();
    return new Outcome(
        end,
        Math.max(perGame, together),
        peakBusy,
        peakInFlight,
        turns * setup.databaseMicrosPerTurn() / 1e6 / setup.databaseCores() / end,
        turns / setup.answersPerSecond() / end,
        waitedForWorker / turns);
  }

  private void addWorkers(double now) {
    var allowed = Math.min(setup.workers().after(now), left.length);
    while (started < allowed && shards > 0) {
      fill(started++, now);
    }
  }

  /** Starts turns of the worker until its width is used, and takes shards for them. */
  private void fill(int worker, double now) {
    while (open[worker] < setup.workers().width()) {
      if (left[worker] == 0) {
        if (shards == 0 || open[worker] > 0 && !setup.workers().refills()) {
          return;
        }
        left[worker] = nextShard();
      }
      if (open[worker] == 0) {
        busy++;
        peakBusy = Math.max(peakBusy, busy);
      }
      left[worker]--;
      open[worker]++;
      events.add(new Event(now, worker, Step.WANTED));
    }
  }

  private int nextShard() {
    shards--;
    var rest = setup.agents() % setup.shard();
    return shards == 0 && rest > 0 ? rest : setup.shard();
  }

  private void queue(Event event) {
    waitedForWorker += event.at();
    var at = Math.max(event.at(), nextCall);
    nextCall = at + 1 / setup.answersPerSecond();
    events.add(new Event(at, event.worker(), Step.SENT));
  }

  private void send(Event event) {
    inFlight++;
    peakInFlight = Math.max(peakInFlight, inFlight);
    var latency = setup.medianSeconds() * Math.exp(setup.spread() * random.nextGaussian());
    events.add(new Event(event.at() + latency, event.worker(), Step.ANSWERED));
  }

  private void journal(Event event) {
    inFlight--;
    var core = 0;
    for (var other = 1; other < coreFree.length; other++) {
      if (coreFree[other] < coreFree[core]) {
        core = other;
      }
    }
    var begun = Math.max(event.at(), coreFree[core]);
    coreFree[core] = begun + setup.databaseMicrosPerTurn() / 1e6;
    end = Math.max(end, coreFree[core]);
    var worker = event.worker();
    if (--open[worker] == 0) {
      busy--;
    }
    fill(worker, event.at());
  }
}
