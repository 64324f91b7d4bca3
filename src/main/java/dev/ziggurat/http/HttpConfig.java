package dev.ziggurat.http;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.OptionalInt;

/**
 * Limits of connections and requests. A request in progress has none of them, except its body's.
 */
@ConfigMapping(prefix = "ziggurat.http")
public interface HttpConfig {

  /** How long a client may take to send the head of a request; then its connection is closed. */
  @WithDefault("10s")
  Duration headerLimit();

  /** How long a client may take to send a body; then it is answered 408. */
  @WithDefault("60s")
  Duration bodyLimit();

  /**
   * How long a connection may be open without a request. Longer than the idle timeout of a load
   * balancer in front, which would else use a closed connection: AWS's has 60 s by default; for
   * Google Cloud's set 620s.
   */
  @WithDefault("65s")
  Duration idleLimit();

  /**
   * How many connections one client address may have open; of IPv6, one network of 64 bits. Further
   * ones are closed. Raise it where many users come through few proxies.
   */
  @WithDefault("1024")
  int connectionsPerAddress();

  /**
   * A second port for {@code /q/health} and {@code /q/metrics}, whose connections are not counted
   * with those of users: probes pass however many users come. Example: {@code 9000}.
   */
  OptionalInt managementPort();
}
