package dev.ziggurat.trigger.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.tick.ReceivedShards;
import dev.ziggurat.tick.TickConfig;
import dev.ziggurat.trigger.MalformedTrigger;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Thinks shards of ticks on AWS Lambda, and closes ticks whose deadline has passed: messages of SQS
 * that a planner has sent. Those for which the invocation has too little time are answered as
 * failed, so that they come again.
 */
@Named("worker")
@Singleton
public class WorkerHandler implements RequestHandler<JsonNode, Object> {

  /** Of what an invocation has, so much at most is kept for applying and closing a tick. */
  private static final int PARTS = 3;

  private final ReceivedShards shards;
  private final Invocations invocations;
  private final TickConfig ticks;
  private final InstantSource time;

  WorkerHandler(
      ReceivedShards shards, Invocations invocations, TickConfig ticks, InstantSource time) {
    this.shards = shards;
    this.invocations = invocations;
    this.ticks = ticks;
    this.time = time;
  }

  /**
   * Does what the messages of an SQS queue ask for, and answers which are to come again.
   *
   * @throws MalformedTrigger if the event is no envelope of SQS
   */
  @Override
  public Object handleRequest(JsonNode event, Context context) {
    if (!TickMessages.isEnvelope(event)) {
      throw new MalformedTrigger("event", "must hold messages of SQS in Records");
    }
    var messages =
        TickMessages.of(event).messages().stream()
            .map(
                message ->
                    new ReceivedShards.Message(message.id(), message.receipt(), message.body()))
            .toList();
    try {
      return TickMessages.Answer.of(shards.run(messages, until(context)));
    } finally {
      invocations.settle(context);
    }
  }

  private Instant until(Context context) {
    return invocations
        .leftForTicks(context)
        .map(left -> time.instant().plus(left).minus(reserve(left)))
        .orElse(Instant.MAX);
  }

  private Duration reserve(Duration left) {
    var part = left.dividedBy(PARTS);
    return part.compareTo(ticks.reserve()) < 0 ? part : ticks.reserve();
  }
}
