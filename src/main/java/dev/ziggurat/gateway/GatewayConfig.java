package dev.ziggurat.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Configuration of the gateway. */
@ConfigMapping(prefix = "ziggurat.gateway")
public interface GatewayConfig {

  /** The most tokens of an answer, reasoning included, when the caller sets no limit. */
  @WithDefault("16384")
  int outputTokens();

  /** Time limit for an answer, or for the first content of a stream, when the caller sets none. */
  @WithDefault("60s")
  Duration limit();

  /** The longest time limit a caller may set. */
  @WithDefault("10m")
  Duration longestLimit();

  /** How many attempts may be queued for the ledger before callers wait. */
  @WithDefault("1024")
  int ledgerQueue();

  /**
   * How long attempts are collected before they are written to the ledger as a group. Zero where a
   * process is frozen between requests (AWS Lambda): a call is then written before it is answered.
   */
  @WithDefault("50ms")
  Duration ledgerGathering();

  /** How long a caller may read nothing of a stream that has unread data. */
  @WithDefault("60s")
  Duration longestUnread();
}
