package dev.ziggurat.babylon.resolver;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.audit.Audit;
import dev.ziggurat.babylon.Babylon;
import dev.ziggurat.babylon.GameSettings;
import dev.ziggurat.babylon.store.PresentSettings;
import dev.ziggurat.db.Database;
import dev.ziggurat.tick.AfterTick;
import dev.ziggurat.tick.GameBusy;
import dev.ziggurat.tick.Intervene;
import dev.ziggurat.tick.InterventionRefused;
import dev.ziggurat.tick.NoSuchGame;
import dev.ziggurat.tick.Tick;
import dev.ziggurat.world.Action;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Asks a game's resolver for the outcomes of closed markets, after each of its ticks. An answer is
 * journaled as an intervention of {@code resolver}, so that a replay needs no resolver. A market
 * that has no answer after the last request is voided.
 */
@Singleton
public class MarketResolver implements AfterTick {

  private static final String WHO = "resolver";

  /** How many requests are out at once. */
  private static final int PARALLEL = 8;

  /** With less time left, a resolver is asked after the next tick. */
  private static final Duration LEAST = Duration.ofMillis(100);

  private final ResolutionRequests requests;
  private final PresentSettings settings;
  private final ResolverClient client;
  private final ResolverConfig config;
  private final Database database;
  private final Intervene intervene;
  private final Audit audit;
  private final InstantSource time;

  MarketResolver(
      ResolutionRequests requests,
      PresentSettings settings,
      ResolverClient client,
      ResolverConfig config,
      Database database,
      Intervene intervene,
      Audit audit,
      InstantSource time) {
    this.requests = requests;
    this.settings = settings;
    this.client = client;
    this.config = config;
    this.database = database;
    this.intervene = intervene;
    this.audit = audit;
    this.time = time;
  }

  @Override
  public void closed(Tick tick) {
    var game = tick.game();
    if (!game.world().equals(Babylon.KIND)) {
      return;
    }
    var awaited = requests.awaited(game.id());
    if (awaited.isEmpty()) {
      return;
    }
    ask(game.id(), awaited.stream().filter(this::isToAsk).toList(), tick);
    for (var market : requests.awaited(game.id())) {
      if (!settle(game.id(), market)) {
        return;
      }
    }
  }

  private boolean isToAsk(AwaitedMarket market) {
    return market.answer().isEmpty() && market.asked() < config.maxRequests();
  }

  private void ask(String game, List<AwaitedMarket> markets, Tick tick) {
    var url = settings.find(game).flatMap(GameSettings::resolver);
    var until = until(tick);
    var asked = new ArrayList<Future<?>>();
    try (var threads =
        Executors.newFixedThreadPool(PARALLEL, Thread.ofVirtual().name("resolver-", 0).factory())) {
      for (var market : markets) {
        asked.add(threads.submit(() -> ask(game, url, market, until)));
      }
    }
    asked.stream()
        .filter(each -> each.state() == Future.State.FAILED)
        .forEach(each -> Log.errorf(each.exceptionNow(), "Asking the resolver of %s", game));
  }

  /** A tick whose deadline is its caller's has no time after it. */
  private Instant until(Tick tick) {
    var usual = time.instant().plus(config.timeout());
    return tick.budgetFrom().isEmpty() && tick.deadline().isBefore(usual) ? tick.deadline() : usual;
  }

  private void ask(String game, Optional<URI> url, AwaitedMarket market, Instant until) {
    var left = Duration.between(time.instant(), until);
    if (left.compareTo(LEAST) < 0) {
      Log.debugf("No time to ask the resolver of %s about %s", game, market.id());
      return;
    }
    try {
      if (url.isEmpty()) {
        throw new NoAnswer("the game has no resolver");
      }
      var answer = client.ask(url.get(), game, market, left);
      requests.answered(game, market.id(), answer, time.instant());
    } catch (NoAnswer none) {
      Log.warnf(
          "The outcome of %s in %s is still awaited: %s", market.id(), game, none.getMessage());
      requests.unanswered(game, market.id(), none.getMessage(), time.instant());
    }
  }

  /**
   * Journals an answer, or voids a market without one.
   *
   * @return false if the game is in its next tick already, after which it is tried again
   */
  private boolean settle(String game, AwaitedMarket market) {
    var action = JsonNodeFactory.instance.objectNode();
    if (market.answer().isPresent() && market.answer().get() != ResolverAnswer.VOID) {
      action.put("type", "resolve").put("outcome", market.answer().get().word());
    } else if (market.answer().isPresent()) {
      action.put("type", "void").put("reason", "Nobody can tell the outcome.");
    } else if (market.asked() >= config.maxRequests()) {
      action.put("type", "void").put("reason", "The outcome could not be learnt.");
    } else {
      return true;
    }
    action.put("market", market.id());
    try {
      database.inTransaction(
          () -> {
            var played =
                intervene.run(game, new Action(action.path("type").textValue(), action), WHO);
            audit.recordOf(
                WHO,
                "intervention." + action.path("type").textValue(),
                "games/" + game + "/interventions/" + played.id(),
                Map.of("action", action, "result", played.result()));
            return null;
          });
      return true;
    } catch (GameBusy | NoSuchGame later) {
      Log.debugf("The answer about %s in %s waits: %s", market.id(), game, later.getMessage());
      return false;
    } catch (InterventionRefused refused) {
      // An admin was faster.
      Log.infof("%s in %s: %s", market.id(), game, refused.getMessage());
      return true;
    }
  }
}
