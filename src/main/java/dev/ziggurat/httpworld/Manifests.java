package dev.ziggurat.httpworld;

import dev.ziggurat.world.Moment;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** What worlds say they are: asked for, and again when it is a minute old. */
@Singleton
class Manifests {

  private static final Duration FRESH = Duration.ofSeconds(60);

  private final WorldClient client;
  private final HttpWorldStore store;
  private final HttpWorldConfig config;
  private final InstantSource time;

  Manifests(WorldClient client, HttpWorldStore store, HttpWorldConfig config, InstantSource time) {
    this.client = client;
    this.store = store;
    this.config = config;
    this.time = time;
  }

  /**
   * Asks a world what it is.
   *
   * @param game for which it is asked
   * @throws dev.ziggurat.world.WorldUnavailable if it does not say so as the contract wants
   */
  Manifest ask(String game, WorldAddress address, Optional<Long> tick) {
    return client.ask(
        new WorldRequest<>(
            game,
            tick,
            address,
            WorldRequest.MANIFEST,
            Optional.empty(),
            false,
            config.manifestTimeout(),
            (answer, cuts) -> Manifest.of(answer.node())));
  }

  /** The row with a manifest that is not older than a minute. */
  HttpWorldRow refreshed(HttpWorldRow row, Moment moment) {
    var now = time.instant();
    if (row.manifestAt().isAfter(now.minus(FRESH))) {
      return row;
    }
    var manifest = ask(row.game(), row.address(), Optional.of(moment.tick()));
    store.refresh(row.game(), manifest, now);
    return row.with(manifest, now);
  }
}
