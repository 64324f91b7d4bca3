package dev.ziggurat.workers;

import dev.ziggurat.tick.ShardRunner;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Locale;

/** Counts shards that are sent, and messages that are received. */
@Singleton
class WorkersMeters {

  private static final String SENT = "ziggurat.workers.shards.sent";
  private static final String RECEIVED = "ziggurat.workers.messages.received";

  private final MeterRegistry meters;

  WorkersMeters(MeterRegistry meters) {
    this.meters = meters;
  }

  /**
   * Shards of a tick.
   *
   * @param taken by the broker
   * @param refused that this process thinks itself
   */
  void sent(int taken, int refused) {
    meters.counter(SENT, "result", "taken").increment(taken);
    meters.counter(SENT, "result", "refused").increment(refused);
  }

  /** A message was handled. */
  void received(String channel, ShardRunner.Result result) {
    received(channel, result.name().toLowerCase(Locale.ROOT));
  }

  /** A message is not in a form that this version knows. */
  void unreadable(String channel) {
    received(channel, "unreadable");
  }

  /** A message could not be handled, for example because the database does not answer. */
  void failed(String channel) {
    received(channel, "failed");
  }

  private void received(String channel, String result) {
    meters.counter(RECEIVED, "channel", channel, "result", result).increment();
  }
}
