package dev.ziggurat.httpworld;

import dev.ziggurat.http.SigningKeys;
import dev.ziggurat.world.WorldUnavailable;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/** Where the worlds of games are, and what they say they are. */
@Singleton
public class HttpWorlds {

  private final HttpWorldStore store;
  private final Manifests manifests;
  private final SigningKeys keys;
  private final HttpWorldConfig config;
  private final InstantSource time;

  HttpWorlds(
      HttpWorldStore store,
      Manifests manifests,
      SigningKeys keys,
      HttpWorldConfig config,
      InstantSource time) {
    this.store = store;
    this.manifests = manifests;
    this.keys = keys;
    this.config = config;
    this.time = time;
  }

  /** What is wrong with the address of a world; empty if nothing is. */
  public Optional<String> urlFault(WorldAddress address) {
    return address.urlFault(config.privateAddresses());
  }

  /** What is wrong with the variable of a world's key; empty if nothing is. */
  public Optional<String> keyVariableFault(WorldAddress address) {
    return address
        .keyVariableFault()
        .or(() -> keys.fault(address.keyVariable(), WorldAddress.KEY_VARIABLE));
  }

  /**
   * Asks a world what it is, outside of any transaction.
   *
   * @throws WorldUnavailable if it does not say so as the contract wants
   */
  public PlacedWorld ask(String game, WorldAddress address) {
    return new PlacedWorld(address, manifests.ask(game, address, Optional.empty()));
  }

  /** Stores where the world of a new game is, in the caller's transaction, before it is founded. */
  public void place(String game, PlacedWorld world) {
    store.insert(
        game, game + '~' + HttpWorld.drawn(), world.address(), world.manifest(), time.instant());
  }

  /** Stores where the world of a game has moved to, in the caller's transaction. */
  public void move(String game, PlacedWorld world) {
    store.move(game, world.address(), world.manifest(), time.instant());
  }

  /** Where the world of a game is; empty for games of other worlds. */
  public Optional<WorldAddress> address(String game) {
    return store.find(game).map(HttpWorldRow::address);
  }

  /** What the world of a game last said it is; empty for games of other worlds. */
  public Optional<Manifest> manifest(String game) {
    return store.find(game).map(HttpWorldRow::manifest);
  }
}
