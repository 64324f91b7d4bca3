package dev.ziggurat.games;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.http.Body;
import dev.ziggurat.http.FieldValue;
import dev.ziggurat.http.InvalidField;
import dev.ziggurat.http.OutgoingAddress;
import dev.ziggurat.httpworld.HttpWorld;
import dev.ziggurat.httpworld.HttpWorlds;
import dev.ziggurat.httpworld.PlacedWorld;
import dev.ziggurat.httpworld.WorldAddress;
import dev.ziggurat.tick.Worlds;
import dev.ziggurat.world.WorldUnavailable;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;

/** Reads which world a game is to play, and asks those at an address what they are. */
@Singleton
class GameWorlds {

  private static final String WORLD = "world";
  private static final String URL = "url";
  private static final String KEY_VARIABLE = "keyVariable";
  private static final int VARIABLE_CHARACTERS = 100;

  private final Worlds worlds;
  private final HttpWorlds httpWorlds;

  GameWorlds(Worlds worlds, HttpWorlds httpWorlds) {
    this.worlds = worlds;
    this.httpWorlds = httpWorlds;
  }

  /**
   * Reads the field.
   *
   * @throws InvalidField naming what is wrong
   */
  FieldValue<ChosenWorld> read(Body body, JsonNode sent) {
    if (!sent.path(WORLD).isObject()) {
      return body.oneOf(WORLD, worlds.kinds()).map(kind -> new ChosenWorld(kind, Optional.empty()));
    }
    return body.object(WORLD, List.of(URL, KEY_VARIABLE)).map(this::address);
  }

  private ChosenWorld address(Body body) {
    var address =
        new WorldAddress(
            body.line(URL, OutgoingAddress.CHARACTERS).required(),
            body.line(KEY_VARIABLE, VARIABLE_CHARACTERS).required());
    refuse(httpWorlds.urlFault(address), body, URL);
    refuse(httpWorlds.keyVariableFault(address), body, KEY_VARIABLE);
    return new ChosenWorld(HttpWorld.KIND, Optional.of(address));
  }

  private static void refuse(Optional<String> fault, Body body, String field) {
    fault.ifPresent(
        what -> {
          throw body.wrong(field, what);
        });
  }

  /** The kind of world that games play which name none. */
  ChosenWorld usual() {
    return new ChosenWorld(worlds.defaultKind(), Optional.empty());
  }

  /**
   * Asks the world of a new game what it is; empty for a world of this process.
   *
   * @throws InvalidField if it does not say, or has no address
   */
  Optional<PlacedWorld> ask(String game, ChosenWorld world) {
    if (world.kind().equals(HttpWorld.KIND) && world.address().isEmpty()) {
      throw new InvalidField(
          WORLD,
          "a world at an address needs one: {\"url\": \"https://game.example/ziggurat\","
              + " \"keyVariable\": \"GAME_WORLD_KEY\"}");
    }
    return world.address().map(address -> ask(game, address));
  }

  /** Asks the world of a game where it has moved to; empty if it has not moved. */
  Optional<PlacedWorld> askIfMoved(String game, FieldValue<ChosenWorld> world) {
    return world
        .value()
        .flatMap(ChosenWorld::address)
        .filter(address -> httpWorlds.address(game).filter(was -> !was.equals(address)).isPresent())
        .map(address -> ask(game, address));
  }

  private PlacedWorld ask(String game, WorldAddress address) {
    try {
      return httpWorlds.ask(game, address);
    } catch (WorldUnavailable unavailable) {
      throw new InvalidField(WORLD + '.' + URL, unavailable.getMessage());
    }
  }

  /** Stores where the world of a game has moved to, in the caller's transaction. */
  void move(String game, PlacedWorld world) {
    httpWorlds.move(game, world);
  }

  /** Where the world of a game is; empty for a world of this process. */
  Optional<WorldAddress> address(String game) {
    return httpWorlds.address(game);
  }
}
