package dev.ziggurat.workers;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import dev.ziggurat.tick.Shard;
import dev.ziggurat.tick.SharedTick;
import io.smallrye.reactive.messaging.amqp.OutgoingAmqpMetadata;
import io.smallrye.reactive.messaging.kafka.api.OutgoingKafkaRecordMetadata;
import jakarta.inject.Singleton;
import java.io.UncheckedIOException;
import java.util.Date;
import java.util.Optional;
import org.eclipse.microprofile.reactive.messaging.Message;

/** Writes messages to brokers, and reads them. */
@Singleton
class ShardMessages {

  /**
   * When Artemis delivers a message, in milliseconds since 1970.
   *
   * @see <a
   *     href="https://activemq.apache.org/components/artemis/documentation/latest/amqp.html">Artemis:
   *     AMQP scheduled delivery</a>
   */
  private static final String ARTEMIS_DELIVERY = "x-opt-delivery-time";

  /**
   * When Azure Service Bus delivers a message, a timestamp.
   *
   * @see <a
   *     href="https://learn.microsoft.com/azure/service-bus-messaging/service-bus-amqp-protocol-guide">AMQP
   *     1.0 in Azure Service Bus</a>
   */
  private static final String AZURE_DELIVERY = "x-opt-scheduled-enqueue-time";

  private final ObjectWriter writer;
  private final ObjectReader reader;

  ShardMessages(ObjectMapper json) {
    this.writer = json.writerFor(ShardMessage.class);
    this.reader = json.readerFor(ShardMessage.class);
  }

  /** The message of a shard. Its key lets Kafka spread shards over partitions. */
  Message<String> of(Shard shard) {
    var key = shard.tick().game() + '/' + shard.tick().number() + '/' + shard.first();
    return Message.of(written(ShardMessage.of(shard)))
        .addMetadata(OutgoingKafkaRecordMetadata.<String>builder().withKey(key).build());
  }

  /**
   * The message of a deadline, to be delivered when thinking ends; brokers that know no such time
   * deliver it at once.
   */
  Message<String> of(SharedTick tick) {
    var due = tick.thinkUntil().toEpochMilli();
    return Message.of(written(ShardMessage.of(tick)))
        .addMetadata(
            OutgoingAmqpMetadata.builder()
                .withDurable(true)
                .withMessageAnnotations(ARTEMIS_DELIVERY, due)
                .withMessageAnnotations(AZURE_DELIVERY, new Date(due))
                .build())
        .addMetadata(OutgoingKafkaRecordMetadata.<String>builder().withKey(tick.game()).build());
  }

  private String written(ShardMessage message) {
    try {
      return writer.writeValueAsString(message);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Reads a message; empty if it is none of ours. */
  Optional<ShardMessage> read(String text) {
    try {
      return Optional.ofNullable(reader.readValue(text));
    } catch (JsonProcessingException malformed) {
      return Optional.empty();
    }
  }
}
