package dev.ziggurat.gateway.keys;

import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.quarkus.cache.CaffeineCache;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Future;

/**
 * Finds keys by secret. Lookups are cached, so that a change on another instance is seen within
 * five seconds.
 */
@Singleton
public class Keys {

  private final KeyStore store;
  private final Cache cache;
  private final InstantSource time;

  Keys(KeyStore store, @CacheName("keys") Cache cache, InstantSource time) {
    this.store = store;
    this.cache = cache;
    this.time = time;
  }

  /** The result of a key lookup. */
  public sealed interface Found {

    /** The key is valid. */
    record Open(Key key) implements Found {}

    /** Unknown secret. */
    record Unknown() implements Found {}

    /** The key was revoked. */
    record Revoked(Key key) implements Found {}

    /** The key has expired. */
    record Expired(Key key) implements Found {}

    /** The key was rotated and the presented secret has expired. */
    record Rotated(Key key) implements Found {}
  }

  /**
   * Finds the key of a secret. The database compares hashes, so timing reveals nothing about
   * secrets.
   *
   * @throws dev.ziggurat.db.DatabaseException when the database is needed and does not answer
   */
  public Found find(String secret) {
    return KeySecret.isPossible(secret)
        ? presented(KeySecret.hash(secret)).map(this::judged).orElseGet(Found.Unknown::new)
        : new Found.Unknown();
  }

  private Found judged(KeyStore.Presented presented) {
    var now = time.instant();
    var key = presented.key();
    return switch (key.state(now)) {
      case REVOKED -> new Found.Revoked(key);
      case EXPIRED -> new Found.Expired(key);
      case ACTIVE ->
          presented.until().filter(end -> !now.isBefore(end)).isPresent()
              ? new Found.Rotated(key)
              : new Found.Open(key);
    };
  }

  private Optional<KeyStore.Presented> presented(String hash) {
    var known = cache.as(CaffeineCache.class).<Optional<KeyStore.Presented>>getIfPresent(hash);
    if (known != null && known.state() == Future.State.SUCCESS) {
      // Asked in every call, so not by way of all that a look-up may need.
      return known.resultNow();
    }
    return lookUp(hash);
  }

  private Optional<KeyStore.Presented> lookUp(String hash) {
    return cache
        .getAsync(hash, asked -> Uni.createFrom().item(store.presented(asked)))
        .await()
        .indefinitely();
  }

  /** Clears the cache: call after a change. */
  public void forget() {
    cache.invalidateAll().await().indefinitely();
  }
}
