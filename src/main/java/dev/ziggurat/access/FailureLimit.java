package dev.ziggurat.access;

import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Rate limit of failures, such as sign-ins with a wrong token, by the caller's address: after ten
 * (or another number) within a minute, an address waits until the first of them is a minute old.
 * Counted per process, for the most recent addresses.
 */
public final class FailureLimit {

  private static final int FAILURES = 10;
  private static final Duration PERIOD = Duration.ofMinutes(1);
  private static final int ADDRESSES = 10_000;

  /** IPv6 addresses are counted by /64, which one subscriber owns. */
  private static final int NETWORK_BYTES = 8;

  private final int failures;
  private final InstantSource time;
  private final Map<String, Deque<Instant>> attempts =
      new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Deque<Instant>> eldest) {
          return size() > ADDRESSES;
        }
      };

  FailureLimit(InstantSource time) {
    this(FAILURES, time);
  }

  /** A limit of so many failures a minute. */
  public FailureLimit(int failures, InstantSource time) {
    this.failures = failures;
    this.time = time;
  }

  /**
   * Begins an attempt, which counts as failed until {@link #succeeded}, so that concurrent attempts
   * are limited too.
   *
   * @return how long to wait, if this address has failed too often
   */
  public synchronized Optional<Duration> begin(String address) {
    var now = time.instant();
    var recent = attempts.computeIfAbsent(counted(address), any -> new ArrayDeque<>(FAILURES));
    while (!recent.isEmpty() && !recent.getFirst().isAfter(now.minus(PERIOD))) {
      recent.removeFirst();
    }
    if (recent.size() >= failures) {
      return Optional.of(Duration.between(now, recent.getFirst().plus(PERIOD)));
    }
    recent.addLast(now);
    return Optional.empty();
  }

  /** Removes the successful attempt; earlier failures stay counted. */
  synchronized void succeeded(String address) {
    var recent = attempts.get(counted(address));
    if (recent != null) {
      recent.pollLast();
    }
  }

  private static String counted(String address) {
    try {
      var bytes = InetAddress.ofLiteral(address).getAddress();
      return HexFormat.of()
          .formatHex(bytes.length > NETWORK_BYTES ? Arrays.copyOf(bytes, NETWORK_BYTES) : bytes);
    } catch (IllegalArgumentException named) {
      // A proxy may send a name, or "unknown": all of these count as one address.
      return "";
    }
  }
}
