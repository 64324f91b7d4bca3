package dev.ziggurat.access;

import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Rate limit of wrong bearer tokens, by the caller's address, as for sign-ins. A token that was
 * valid from an address stays so there while others guess: behind a proxy that hides them, all
 * callers have one address.
 */
@Singleton
final class BearerThrottle {

  private static final int MAX_KNOWN = 10_000;

  private record Known(String address, String token) {}

  private final FailureLimit throttle;

  private final Map<Known, Boolean> known =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Known, Boolean> eldest) {
          return size() > MAX_KNOWN;
        }
      };

  BearerThrottle(AccessSettings settings, InstantSource time) {
    throttle = new FailureLimit(settings.wrongTokens(), time);
  }

  /**
   * Counts the use of a token.
   *
   * @param token the valid token; empty for a wrong one
   * @return how long to wait, whatever the token, if this address has sent too many wrong ones
   */
  Optional<Duration> admit(String address, Optional<Token> token) {
    var use = token.map(valid -> new Known(address, valid.name()));
    if (use.isPresent() && isKnown(use.get())) {
      return Optional.empty();
    }
    var wait = throttle.begin(address);
    if (wait.isEmpty() && use.isPresent()) {
      throttle.succeeded(address);
      synchronized (known) {
        known.put(use.get(), true);
      }
    }
    return wait;
  }

  private boolean isKnown(Known use) {
    synchronized (known) {
      return known.get(use) != null;
    }
  }
}
