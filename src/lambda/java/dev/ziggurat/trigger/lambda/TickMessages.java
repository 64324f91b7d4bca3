package dev.ziggurat.trigger.lambda;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.trigger.MalformedTrigger;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.ArrayList;
import java.util.List;

/**
 * The envelope in which Lambda hands over messages of an SQS queue: each body is an event. Needs
 * {@code ReportBatchItemFailures} in the event source mapping, so that only the messages that
 * failed come again.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html">Using Lambda with
 *     SQS</a>
 */
record TickMessages(List<Message> messages) {

  private static final String RECORDS = "Records";
  private static final String SQS = "aws:sqs";

  /** A message, the receipt of this delivery, and its body. */
  record Message(String id, String receipt, String body) {

    /**
     * The event in its body.
     *
     * @throws MalformedTrigger naming what is wrong
     */
    TickEvent event(ObjectMapper json) {
      try {
        var event = json.readTree(body);
        // A blank text is read as nothing, which would tick every game.
        if (event == null || event.isMissingNode()) {
          throw new MalformedTrigger("body", "is empty");
        }
        return TickEvent.of(event);
      } catch (JsonProcessingException malformed) {
        throw new MalformedTrigger("body", "is no JSON");
      }
    }
  }

  /** The messages that are to come again. */
  @RegisterForReflection
  record Answer(List<Failure> batchItemFailures) {

    static Answer of(List<String> failed) {
      return new Answer(failed.stream().map(Failure::new).toList());
    }
  }

  /** A message, by its id. */
  @RegisterForReflection
  record Failure(@JsonProperty("itemIdentifier") String itemIdentifier) {}

  /** Whether the event is an envelope of messages, of whatever service. */
  static boolean isEnvelope(JsonNode event) {
    return event != null && event.isObject() && event.has(RECORDS);
  }

  /**
   * Reads an envelope.
   *
   * @throws MalformedTrigger if its records are not messages of SQS
   */
  static TickMessages of(JsonNode event) {
    var messages = new ArrayList<Message>();
    var records = event.path(RECORDS);
    for (var record : records) {
      var source = record.path("eventSource");
      if (!record.path("body").isTextual()
          || !(source.isMissingNode() || source.asText().equals(SQS))) {
        throw new MalformedTrigger(
            RECORDS, "only messages of SQS are understood, each with a body that is an event");
      }
      messages.add(
          new Message(
              record.path("messageId").asText(),
              record.path("receiptHandle").asText(),
              record.path("body").asText()));
    }
    if (!records.isArray() || messages.isEmpty()) {
      throw new MalformedTrigger(RECORDS, "must be a list of SQS messages");
    }
    return new TickMessages(List.copyOf(messages));
  }
}
