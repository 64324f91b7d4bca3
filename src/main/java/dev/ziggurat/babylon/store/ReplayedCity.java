package dev.ziggurat.babylon.store;

import dev.ziggurat.babylon.Babylon;
import dev.ziggurat.babylon.City;
import dev.ziggurat.world.Applied;
import dev.ziggurat.world.ApplyKey;
import dev.ziggurat.world.Entry;
import dev.ziggurat.world.Game;
import dev.ziggurat.world.Moment;
import dev.ziggurat.world.World;
import java.util.List;
import java.util.Optional;

/** A city replayed in memory from its creation. */
final class ReplayedCity implements World.Past {

  private final Babylon rules;
  private final City city;
  private final Optional<String> writtenDown;

  ReplayedCity(Babylon rules, City city, Optional<String> writtenDown) {
    this.rules = rules;
    this.city = city;
    this.writtenDown = writtenDown;
  }

  @Override
  public String digest() {
    return city.digest();
  }

  @Override
  public Optional<String> writtenDown() {
    return writtenDown;
  }

  @Override
  public Applied apply(Game game, Moment moment, ApplyKey key, List<Entry> entries) {
    city.become(game);
    var applied = rules.play(city, moment, entries);
    // Clear the changes, because each entry's digest covers its own changes only.
    city.saved();
    return applied;
  }
}
