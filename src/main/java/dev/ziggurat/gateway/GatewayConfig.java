package dev.ziggurat.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Configuration of the gateway. */
@ConfigMapping(prefix = "ziggurat.gateway")
public interface GatewayConfig {

  /** The most tokens of an answer, reasoning included, when the caller names no bound. */
  @WithDefault("16384")
  int outputTokens();

  /**
   * How long the chain may look for an answer, or for the first content of a streamed one, when the
   * caller names no limit.
   */
  @WithDefault("60s")
  Duration limit();

  /** The longest limit a caller may name. */
  @WithDefault("10m")
  Duration longestLimit();

  /** How many attempts may wait to be written to the ledger before callers have to. */
  @WithDefault("1024")
  int ledgerQueue();

  /**
   * How long attempts may gather before they are written to the ledger together. Zero where a
   * process stands still between requests (AWS Lambda): a call is then in the ledger before it is
   * answered.
   */
  @WithDefault("50ms")
  Duration ledgerGathering();

  /** How long the caller of a stream may take nothing of it, though there is something to take. */
  @WithDefault("60s")
  Duration longestUnread();
}
