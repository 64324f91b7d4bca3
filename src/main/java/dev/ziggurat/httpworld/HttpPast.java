package dev.ziggurat.httpworld;

import dev.ziggurat.world.Applied;
import dev.ziggurat.world.ApplyKey;
import dev.ziggurat.world.Entry;
import dev.ziggurat.world.Game;
import dev.ziggurat.world.Moment;
import dev.ziggurat.world.World;
import dev.ziggurat.world.WorldUnavailable;
import io.quarkus.logging.Log;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A game that a world plays again, as another instance, which it forgets at the end. */
final class HttpPast implements World.Past {

  private final Foundings foundings;
  private final Applications applications;
  private final HttpWorldRow row;
  private final String instance;
  private String digest;

  HttpPast(
      Foundings foundings,
      Applications applications,
      HttpWorldRow row,
      String instance,
      String digest) {
    this.foundings = foundings;
    this.applications = applications;
    this.row = row;
    this.instance = instance;
    this.digest = digest;
  }

  @Override
  public String digest() {
    return digest;
  }

  @Override
  public Optional<String> writtenDown() {
    return row.openingDigest();
  }

  @Override
  public Applied apply(Game game, Moment moment, ApplyKey key, List<Entry> entries) {
    if (entries.size() == 1
        && entries.getFirst() instanceof Entry.Clock
        && !row.manifest().clock()) {
      return new Applied(List.of(), List.of(), Map.of(), Map.of(), digest);
    }
    var applied = applications.apply(row, instance, moment, key, entries).applied();
    digest = applied.digest();
    return applied;
  }

  @Override
  public void close() {
    try {
      foundings.discard(row, instance);
    } catch (WorldUnavailable failed) {
      Log.warnf(
          "The world of %s did not discard its instance %s: %s",
          row.game(), instance, failed.getMessage());
    }
  }
}
