package dev.ziggurat.trigger;

import dev.ziggurat.tick.Games;
import dev.ziggurat.tick.GracefulShutdown;
import dev.ziggurat.tick.NoSuchGame;
import dev.ziggurat.tick.ProcessEnding;
import dev.ziggurat.tick.TickConfig;
import dev.ziggurat.tick.TickReport;
import dev.ziggurat.tick.TickRunner;
import dev.ziggurat.tick.Trigger;
import dev.ziggurat.world.Game;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Validates requests for ticks and runs them, several games in parallel. */
@Singleton
public class TickTrigger {

  /** Longest idempotency key, in characters. */
  public static final int MAX_KEY = 200;

  /** Allows for clock skew; a slot farther ahead is a mistake that could not be undone. */
  private static final Duration MAX_AHEAD = Duration.ofMinutes(1);

  private final GracefulShutdown gracefulShutdown;
  private final Games games;
  private final TickRunner runner;
  private final TickConfig ticks;
  private final TriggerConfig config;
  private final InstantSource time;

  TickTrigger(
      GracefulShutdown gracefulShutdown,
      Games games,
      TickRunner runner,
      TickConfig ticks,
      TriggerConfig config,
      InstantSource time) {
    this.gracefulShutdown = gracefulShutdown;
    this.games = games;
    this.runner = runner;
    this.ticks = ticks;
    this.config = config;
    this.time = time;
  }

  /**
   * A request for ticks.
   *
   * @param game empty for every running game
   * @param slot the scheduled time to the microsecond, if the caller sends one
   * @param key the caller's idempotency key: at most one tick per key
   * @param budget time limit for all ticks together; if empty, each game's own budget or the
   *     configured one
   */
  public record Request(
      Optional<String> game,
      Optional<Instant> slot,
      Optional<String> key,
      Optional<Duration> budget) {}

  /**
   * Ticks the requested games and returns their reports.
   *
   * @throws NoSuchGame if the named game does not exist
   * @throws MalformedTrigger if the slot is too far ahead or the key has control characters
   * @throws ProcessEnding if the process is shutting down
   */
  public List<TickReport> fire(Request request) {
    return fire(request, Function.identity());
  }

  /**
   * Ticks as {@link #fire(Request)} does.
   *
   * @param onReports handles the reports before the process may end
   */
  public <T> T fire(Request request, Function<List<TickReport>, T> onReports) {
    gracefulShutdown.enter();
    try {
      return onReports.apply(fireNow(request));
    } finally {
      gracefulShutdown.leave();
    }
  }

  private List<TickReport> fireNow(Request request) {
    var arrival = time.instant().truncatedTo(ChronoUnit.MICROS);
    if (request.slot().filter(slot -> slot.isAfter(arrival.plus(MAX_AHEAD))).isPresent()) {
      throw new MalformedTrigger("slot", "%s is more than a minute ahead of the clock, %s".formatted(request.slot().get(), arrival));
    }
    if (request.key().filter(key -> key.chars().anyMatch(Character::isISOControl)).isPresent()) {
      throw new MalformedTrigger("key", "must not contain control characters");
    }
    if (request.game().isPresent()) {
      var id = request.game().get();
      var game = games.find(id).orElseThrow(() -> new NoSuchGame(id));
      return List.of(runner.run(trigger(game, request, arrival)));
    }
    var triggers = games.running().stream().map(game -> trigger(game, request, arrival)).toList();
    return all(
        triggers, given -> request.budget().isPresent() ? withTimeLeft(given, arrival) : given);
  }

  /** The caller's budget counts from the arrival, including time a game waited. */
  private Trigger withTimeLeft(Trigger given, Instant arrival) {
    var spent = Duration.between(arrival, time.instant());
    return given.within(given.budget().minus(spent));
  }

  private Trigger trigger(Game game, Request request, Instant arrival) {
    var budget = request.budget().or(game::budget).orElse(ticks.budget());
    if (request.key().isPresent()) {
      var key = request.key().get();
      return request
          .slot()
          .map(slot -> new Trigger(game.id(), key, slot, budget))
          .orElseGet(() -> Trigger.unscheduled(game.id(), key, arrival, budget));
    }
    var slot = request.slot().orElseGet(() -> roundDown(arrival, game.period()));
    return new Trigger(game.id(), slot.toString(), slot, budget);
  }

  /** The instant rounded down to a whole number of periods since 1970. */
  private static Instant roundDown(Instant instant, Duration period) {
    var millis = instant.toEpochMilli();
    return Instant.ofEpochMilli(millis - Math.floorMod(millis, period.toMillis()));
  }

  private List<TickReport> all(List<Trigger> triggers, UnaryOperator<Trigger> atStart) {
    var places = new Semaphore(config.gamesAtOnce());
    var pending = new ArrayList<Future<Optional<TickReport>>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var trigger : triggers) {
        pending.add(
            threads.submit(
                () -> {
                  places.acquire();
                  try {
                    return run(atStart.apply(trigger));
                  } finally {
                    places.release();
                  }
                }));
      }
    }
    return pending.stream().flatMap(done -> result(done).stream()).toList();
  }

  /** Empty when the game was deleted while it waited. */
  private Optional<TickReport> run(Trigger trigger) {
    try {
      return Optional.of(runner.run(trigger));
    } catch (NoSuchGame deleted) {
      return Optional.empty();
    }
  }

  private static Optional<TickReport> result(Future<Optional<TickReport>> done) {
    try {
      return done.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while ticks were running", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException known
          ? known
          : new IllegalStateException(e.getCause());
    }
  }
}
