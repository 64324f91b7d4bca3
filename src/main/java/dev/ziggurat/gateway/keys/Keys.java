package dev.ziggurat.gateway.keys;

import io.quarkus.cache.Cache;
import io.quarkus.cache.CacheName;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/**
 * Knows keys by their secrets. What it looked up it believes for a few seconds, so that a change
 * made elsewhere is seen within five.
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

  /** What became of a look for a key. */
  public sealed interface Found {

    /** It opens. */
    record Open(Key key) implements Found {}

    /** There is no such key. */
    record Unknown() implements Found {}

    /** It was revoked. */
    record Revoked(Key key) implements Found {}

    /** Its time is over. */
    record Expired(Key key) implements Found {}

    /** It was rotated, and the time of the secret that was presented is over. */
    record Rotated(Key key) implements Found {}
  }

  /**
   * Looks for the key of a secret. The database compares hashes, so how long it takes tells nothing
   * of secrets.
   *
   * @throws dev.ziggurat.db.DatabaseException when it has to be asked and does not answer
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
    return cache
        .getAsync(hash, asked -> Uni.createFrom().item(store.presented(asked)))
        .await()
        .indefinitely();
  }

  /** Drops what is known: after a change, this process looks again at once. */
  public void forget() {
    cache.invalidateAll().await().indefinitely();
  }
}
