package dev.ziggurat.babylon;

import dev.ziggurat.world.Game;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * The state of one game of Babylon: wallets, open markets, positions and the latest feed. Each
 * method moves points from one balance to another, so wallets, pools and house always add up to the
 * minted total. The rules decide which moves are allowed.
 */
public final class City {

  /** The stored state of a city. Lists are oldest first; only open markets. */
  public record Snapshot(
      Treasury treasury,
      Map<String, Long> wallets,
      List<Market> markets,
      List<Position> positions,
      Map<String, List<RefusedAction>> refusals,
      Feed feed,
      Correspondence correspondence,
      String digest) {}

  private Game game;
  private GameSettings settings;
  private final SortedMap<String, Long> wallets;
  private final SortedMap<String, Market> markets = new TreeMap<>();
  private final SortedMap<Position.Key, Position> positions = new TreeMap<>();
  private final SortedMap<String, List<RefusedAction>> refusals;
  private final Feed feed;
  private final Correspondence correspondence;
  private Treasury treasury;
  private String digest;
  private Changes changes = Changes.none();

  /** Restores a saved city. */
  public City(Game game, GameSettings settings, Snapshot saved) {
    this.game = game;
    this.settings = settings;
    this.treasury = saved.treasury();
    this.wallets = new TreeMap<>(saved.wallets());
    saved.markets().forEach(market -> markets.put(market.id(), market));
    saved.positions().forEach(position -> positions.put(position.key(), position));
    this.refusals = new TreeMap<>(saved.refusals());
    this.feed = saved.feed();
    this.correspondence = saved.correspondence();
    this.digest = saved.digest();
  }

  /** The initial city: no agents, no markets, and the minted house. */
  public static City fresh(Game game, GameSettings settings) {
    var terms = settings.economy();
    var treasury = new Treasury(terms.houseMicroPoints(), terms.houseMicroPoints());
    var feed = new Feed(List.of(), List.of(), List.of());
    return new City(
        game,
        settings,
        new Snapshot(
            treasury, Map.of(), List.of(), List.of(), Map.of(), feed, Correspondence.none(), ""));
  }

  public Game game() {
    return game;
  }

  /** The settings, which an intervention may have changed since the opening. */
  public GameSettings settings() {
    return settings;
  }

  public GameEconomy terms() {
    return settings.economy();
  }

  public Treasury treasury() {
    return treasury;
  }

  public Feed feed() {
    return feed;
  }

  /** The groups and the latest messages. */
  public Correspondence correspondence() {
    return correspondence;
  }

  /** The unsaved changes. */
  public Changes changes() {
    return changes;
  }

  /** The latest state digest in hexadecimal; empty before the first. */
  public String digest() {
    return digest;
  }

  /** The wallets in micro-points by handle. */
  public SortedMap<String, Long> wallets() {
    return Collections.unmodifiableSortedMap(wallets);
  }

  /** The balance in micro-points; for a new agent, its initial balance. */
  public long wallet(String handle) {
    return wallets.getOrDefault(handle, terms().startMicroPoints());
  }

  /** The markets that have not ended, in the order of their ids. */
  public Collection<Market> markets() {
    return Collections.unmodifiableCollection(markets.values());
  }

  /** The market, if it has not ended. */
  public Optional<Market> market(String id) {
    return Optional.ofNullable(markets.get(id));
  }

  /** The positions in open markets. */
  public Collection<Position> positions() {
    return Collections.unmodifiableCollection(positions.values());
  }

  /** The agent's position in the market. */
  public Position position(String market, String handle) {
    return positions.getOrDefault(
        new Position.Key(market, handle), new Position(market, handle, 0, 0, 0));
  }

  /** The refused actions of each agent's last turn, by handle. */
  public SortedMap<String, List<RefusedAction>> refusals() {
    return Collections.unmodifiableSortedMap(refusals);
  }

  /** Pays the initial balance to a new agent. */
  void join(String handle) {
    if (!wallets.containsKey(handle)) {
      treasury = treasury.pay(terms().startMicroPoints());
      setWallet(handle, terms().startMicroPoints());
    }
  }

  /** Opens a market without shares; the house pays its pool. */
  void open(Market market) {
    treasury = treasury.pay(market.pool());
    setMarket(market);
  }

  /** Moves points and shares between an agent and the market. */
  void trade(Trade trade, Market after) {
    long spent = trade.bought() ? trade.microPoints() : -trade.microPoints();
    long gained = trade.bought() ? trade.microShares() : -trade.microShares();
    setWallet(trade.handle(), Math.subtractExact(wallet(trade.handle()), spent));
    var position = position(trade.market(), trade.handle()).plus(trade.side(), gained, spent);
    positions.put(position.key(), position);
    changes.positions().put(position.key(), position);
    changes.trades().add(trade);
    setMarket(after);
  }

  /** Ends the trade in a market whose outcome is not known. */
  void close(Market market, Instant at) {
    setMarket(market.with(market.outcome().awaited(at)));
  }

  /**
   * Pays the holders of the right side and returns the rest to the house; the answer replaces a
   * hidden one. Idempotent.
   *
   * @return whether the market had not ended
   */
  boolean resolve(String id, Side answer, Instant at) {
    var market = market(id);
    market.ifPresent(
        open ->
            settle(
                open.with(open.outcome().with(answer)).resolved(at),
                position -> position.of(answer)));
    return market.isPresent();
  }

  /**
   * Voids an open market and refunds each agent's net stake. Profits from sales are kept, at the
   * house's cost, so no wallet decreases and no agent loses by the market.
   *
   * @return the refunded micro-points by handle
   */
  SortedMap<String, Long> refund(Market market, Instant at) {
    return settle(market.voided(at), Position::refund);
  }

  /** Closes a market: the house receives its pool and pays each position. */
  private SortedMap<String, Long> settle(Market ended, ToLongFunction<Position> due) {
    var paid = new TreeMap<String, Long>();
    treasury = treasury.receive(markets.remove(ended.id()).pool());
    for (var position : List.copyOf(positions.values())) {
      if (position.market().equals(ended.id())) {
        positions.remove(position.key());
        long microPoints = due.applyAsLong(position);
        if (microPoints > 0) {
          grant(position.handle(), microPoints);
          paid.put(position.handle(), microPoints);
        }
      }
    }
    changes.markets().put(ended.id(), ended);
    return paid;
  }

  /** Pays an agent from the house. */
  void grant(String handle, long microPoints) {
    treasury = treasury.pay(microPoints);
    setWallet(handle, Math.addExact(wallet(handle), microPoints));
  }

  /** Publishes a post, which rules of open markets may count. */
  void say(Post post) {
    for (var market : List.copyOf(markets.values())) {
      var counted = market.outcome().after(post.text());
      if (counted != market.outcome()) {
        setMarket(market.with(counted));
      }
    }
    feed.add(post);
    changes.posts().add(post);
  }

  /** Adds a group, or replaces it; without members it ends. */
  void put(Group group) {
    correspondence.put(group);
    changes.groups().put(group.id(), group);
  }

  /** Sends a message; one to a group has the next number of its messages. */
  void send(Message message) {
    if (message.recipient() instanceof Message.Recipient.OfGroup(var id, _)) {
      put(correspondence.group(id, message.author()).orElseThrow().withMessage());
    }
    correspondence.add(message);
    changes.messages().add(message);
  }

  /** Notes that the agent has its turn in this tick, so that it has read earlier messages. */
  void read(String handle, long tick) {
    if (correspondence.read(handle, tick)) {
      changes.readUntil().put(handle, tick);
    }
  }

  void report(News news) {
    feed.add(news);
    changes.news().add(news);
  }

  /** Replaces the agent's refused actions. */
  void refuse(String handle, List<RefusedAction> refused) {
    var before = refused.isEmpty() ? refusals.remove(handle) : refusals.put(handle, refused);
    if (before != null || !refused.isEmpty()) {
      changes.refusals().put(handle, refused);
    }
  }

  /** Ends a step: computes the new digest and drops feed items no longer shown. */
  void seal(String newDigest) {
    feed.trim();
    correspondence.trim();
    digest = newDigest;
  }

  /** Replaces the game's seed, period and other fields of the engine. */
  public void become(Game changed) {
    game = changed;
  }

  /** Replaces the settings; the points that were paid by earlier ones stay. */
  void change(GameSettings changed) {
    settings = changed;
    changes.settings().add(changed);
  }

  /** Clears the changes after saving. */
  public void saved() {
    changes = Changes.none();
  }

  private void setWallet(String handle, long microPoints) {
    if (microPoints < 0) {
      throw new IllegalArgumentException("%s would owe %d".formatted(handle, -microPoints));
    }
    wallets.put(handle, microPoints);
    changes.wallets().put(handle, microPoints);
  }

  private void setMarket(Market market) {
    markets.put(market.id(), market);
    changes.markets().put(market.id(), market);
  }
}
