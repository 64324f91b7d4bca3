package dev.ziggurat.gateway;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The gateway, {@code /v1}. */
@ConfigMapping(prefix = "ziggurat.gateway")
public interface GatewayConfig {

  /** The most tokens of an answer, reasoning included, when the caller names no limit. */
  @WithDefault("16384")
  int outputTokens();

  /**
   * The model of embeddings when the caller names none, or {@code auto}. It is one model, whichever
   * providers can be asked: vectors of different models cannot be compared.
   */
  @WithDefault("text-embedding-3-small")
  String embeddingModel();

  /**
   * The time the chain has for an answer, or for the first content of a stream, when the caller
   * names none.
   */
  @WithDefault("60s")
  Duration limit();

  /** The longest time that a caller may name. */
  @WithDefault("10m")
  Duration longestLimit();

  /** How many attempts may wait to be written to the ledger before callers wait for it. */
  @WithDefault("1024")
  int ledgerQueue();

  /**
   * How long attempts, and responses that are kept, are collected before they are written to the
   * database together. Zero where a process is frozen between requests (AWS Lambda): a call is then
   * in the ledger, and its texts are written, before it is answered.
   */
  @WithDefault("50ms")
  Duration ledgerGathering();

  /**
   * How long the caller of a stream may read nothing, though there is data; then it counts as
   * disconnected.
   */
  @WithDefault("60s")
  Duration longestUnread();
}
