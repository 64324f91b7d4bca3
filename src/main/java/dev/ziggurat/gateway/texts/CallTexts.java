package dev.ziggurat.gateway.texts;

import dev.ziggurat.db.Database;
import dev.ziggurat.db.OwnedRowQueue;
import dev.ziggurat.db.OwnedRowRetention;
import dev.ziggurat.gateway.keys.Key;
import io.quarkus.logging.Log;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.UUID;

/**
 * Texts of calls: which are kept, and for how long. They are written behind the answers; when too
 * much waits, nothing more is kept.
 */
@Singleton
public class CallTexts {

  private static final Duration GATHERING = Duration.ofMillis(50);
  private static final long MAX_BYTES = 64L << 20;

  private final CallTextStore store;
  private final CallTextsConfig config;
  private final OwnedRowQueue<CallText> rows;

  CallTexts(CallTextStore store, CallTextsConfig config, Database database, InstantSource time) {
    this.store = store;
    this.config = config;
    this.rows =
        new OwnedRowQueue<>(
            "texts-of-gateway",
            GATHERING,
            MAX_BYTES,
            new OwnedRowRetention(
                database,
                time,
                "call_text",
                "call_id",
                "at",
                config.keep(),
                config.perKey().asLongValue()),
            store::save,
            (count, failed) ->
                Log.warnf(
                    "The texts of %d calls could not be kept: %s", count, failed.getMessage()));
  }

  /**
   * Whether the texts of calls are kept.
   *
   * @param key empty for an admin's calls
   */
  public boolean keeps(Optional<Key> key) {
    return config.keep().isPositive()
        && key.map(each -> each.terms().keepsTexts()).orElse(config.ofAdmins());
  }

  /** Whether any texts can be kept. */
  public boolean canKeep() {
    return config.keep().isPositive();
  }

  /** The most characters that are kept of a request, and of an answer. */
  public int maxCharacters() {
    return config.largest().asBigInteger().intValueExact();
  }

  /** Keeps the texts of a call; does not wait. */
  public void add(CallText text) {
    if (!rows.add(text)) {
      Log.warnf("The texts of call %s are not kept: too many wait to be written", text.callId());
    }
  }

  /** The texts of a call; empty if they were not kept, or not for so long. */
  public Optional<CallText> find(UUID callId) {
    flush();
    return store.find(callId);
  }

  /** How long they are kept. */
  public Duration keep() {
    return config.keep();
  }

  /** Waits until everything queued so far is written, at most five seconds. */
  public void flush() {
    rows.flush();
  }

  void flushAtShutdown(@Observes ShutdownEvent end) {
    flush();
  }
}
