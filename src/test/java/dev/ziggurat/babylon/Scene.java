package dev.ziggurat.babylon;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.money.MicroPoints;
import dev.ziggurat.world.Action;
import dev.ziggurat.world.Applied;
import dev.ziggurat.world.Entry;
import dev.ziggurat.world.Game;
import dev.ziggurat.world.Intervened;
import dev.ziggurat.world.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/** A founded city in memory, with the words to play on it. */
final class Scene {

  static final Instant OPENING = Instant.parse("2026-01-01T00:00:00Z");
  static final Duration PERIOD = Duration.ofSeconds(10);
  static final long LIQUIDITY = 200 * MicroPoints.ONE;
  static final long START = 1_000 * MicroPoints.ONE;

  private static final ObjectMapper JSON = new ObjectMapper();

  final City city;
  private final Babylon rules = new Babylon();
  private long tick;

  private Scene(long seed, GameSettings settings, List<String> handles) {
    var game = new Game("g1", "A game", Babylon.KIND, seed, PERIOD, OptionalInt.empty());
    this.city = City.fresh(game, settings);
    rules.found(city, new Moment(0, OPENING), handles);
    city.saved();
  }

  static Scene of(String... handles) {
    return seeded(7, handles);
  }

  static Scene seeded(long seed, String... handles) {
    return new Scene(seed, usual(), List.of(handles));
  }

  /** A city with settings, written with single quotes. */
  static Scene with(String settings, String... handles) {
    return new Scene(
        7, SettingsFormat.read(action(settings).arguments(), usual()), List.of(handles));
  }

  static GameSettings usual() {
    return GameSettings.usual(new GameEconomy(5_000 * MicroPoints.ONE, START, LIQUIDITY));
  }

  static Action action(String json) {
    try {
      var fields = (ObjectNode) JSON.readTree(json.replace('\'', '"'));
      return new Action(fields.path("type").asText(), fields);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(json, e);
    }
  }

  /** The market that opened at the founding with that ordinal. */
  static String market(int ordinal) {
    return Market.id(0, ordinal);
  }

  Market first() {
    return city.market(market(0)).orElseThrow();
  }

  Moment now() {
    return new Moment(tick, OPENING.plus(PERIOD.multipliedBy(tick)));
  }

  /** One tick in which one agent does this, written with single quotes; time does not strike. */
  Applied turn(String handle, String... actions) {
    return turn(handle, Stream.of(actions).map(Scene::action).toList());
  }

  Applied turn(String handle, List<Action> actions) {
    return play(List.of(new Entry.Turn(0, handle, actions)));
  }

  /** One tick in which only time strikes. */
  Applied strike() {
    return play(List.of(new Entry.Clock()));
  }

  Applied play(List<Entry> entries) {
    tick++;
    var applied = rules.play(city, now(), entries);
    city.saved();
    return applied;
  }

  /** What is done by hand between the last tick and the next, written with single quotes. */
  Intervened intervene(int ordinal, String action) {
    return intervene(ordinal, action(action));
  }

  Intervened intervene(int ordinal, Action action) {
    var applied = rules.play(city, now(), List.of(new Entry.Intervention(ordinal, action)));
    city.saved();
    return applied.interventions().getFirst();
  }

  /** Does this and gives the refusal of the first action. */
  Optional<String> refusal(String handle, String action) {
    return turn(handle, action).turns().getFirst().actions().getFirst().refusal();
  }

  Optional<String> refusal(String handle, Action action) {
    return turn(handle, List.of(action)).turns().getFirst().actions().getFirst().refusal();
  }

  /** What is wrong with the city by its invariants; empty if nothing. */
  List<String> flaws() {
    var flaws = new ArrayList<String>();
    long wallets = city.wallets().values().stream().mapToLong(Long::longValue).sum();
    long pools = city.markets().stream().mapToLong(Market::pool).sum();
    long minted = city.treasury().minted();
    if (wallets + pools + city.treasury().house() != minted) {
      flaws.add("points: %d + %d + %s".formatted(wallets, pools, city.treasury()));
    }
    city.wallets()
        .forEach(
            (handle, points) -> {
              if (points < 0) {
                flaws.add(handle + " owes " + -points);
              }
            });
    for (var market : city.markets()) {
      if (market.pool() < Math.max(market.yes(), market.no())) {
        flaws.add("uncovered: " + market);
      }
      if (Math.abs(market.yes() - market.no()) > 10 * market.liquidity()) {
        flaws.add("skewed: " + market);
      }
      if (held(market, Side.YES) != market.yes() || held(market, Side.NO) != market.no()) {
        flaws.add("positions do not add up: " + market);
      }
    }
    return flaws;
  }

  private long held(Market market, Side side) {
    return city.positions().stream()
        .filter(position -> position.market().equals(market.id()))
        .mapToLong(position -> position.of(side))
        .sum();
  }
}
