package dev.ziggurat.workers;

import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/** The channels to the broker. They are there only if one is chosen. */
@Singleton
class BrokerEmitters {

  private final MutinyEmitter<String> shards;
  private final MutinyEmitter<String> deadlines;

  BrokerEmitters(
      @Channel(BrokerChannels.SHARDS_OUT) MutinyEmitter<String> shards,
      @Channel(BrokerChannels.DEADLINES_OUT) MutinyEmitter<String> deadlines) {
    this.shards = shards;
    this.deadlines = deadlines;
  }

  /** Completes when the broker has taken it. */
  Uni<Void> shard(Message<String> message) {
    return shards.sendMessage(message);
  }

  /** Completes when the broker has taken it. */
  Uni<Void> deadline(Message<String> message) {
    return deadlines.sendMessage(message);
  }
}
