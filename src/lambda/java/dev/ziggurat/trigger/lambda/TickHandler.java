package dev.ziggurat.trigger.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.tick.NoSuchGame;
import dev.ziggurat.tick.ProcessEnding;
import dev.ziggurat.tick.TickConfig;
import dev.ziggurat.tick.TickReport;
import dev.ziggurat.trigger.CronResource;
import dev.ziggurat.trigger.MalformedTrigger;
import dev.ziggurat.trigger.TickTrigger;
import io.quarkus.logging.Log;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * Triggers ticks on AWS Lambda, with the function's remaining time as their budget, and answers as
 * the cron endpoint does.
 */
@Named("tick")
@Singleton
public class TickHandler implements RequestHandler<JsonNode, Object> {

  private final TickTrigger trigger;
  private final Invocations invocations;
  private final TickConfig ticks;
  private final ObjectMapper json;

  TickHandler(TickTrigger trigger, Invocations invocations, TickConfig ticks, ObjectMapper json) {
    this.trigger = trigger;
    this.invocations = invocations;
    this.ticks = ticks;
    this.json = json;
  }

  /**
   * Triggers what the event asks for; none at all (JSON null) asks for what an empty one does. The
   * messages of an SQS queue are taken one after the other, and those that failed are answered.
   *
   * @throws MalformedTrigger if a field of the event can't be read
   * @throws NoSuchGame if a game is named that does not exist
   * @throws TickFailed if a tick failed and the event is EventBridge's; a direct caller reads of it
   *     in the report
   */
  @Override
  public Object handleRequest(JsonNode given, Context context) {
    if (TickMessages.isEnvelope(given)) {
      return TickMessages.Answer.of(failed(TickMessages.of(given), context));
    }
    var event = TickEvent.of(given);
    var reports = fire(event, context);
    reports.forEach(TickHandler::tell);
    if (event.scheduled()) {
      refuseFailed(reports);
    }
    return new CronResource.Answer(reports);
  }

  /** The ids of the messages that the queue is to send again, or to hand to its failure queue. */
  private List<String> failed(TickMessages envelope, Context context) {
    return envelope.messages().stream()
        .filter(message -> !done(message, context))
        .map(TickMessages.Message::id)
        .toList();
  }

  private boolean done(TickMessages.Message message, Context context) {
    try {
      var reports = fire(message.event(json), context);
      reports.forEach(TickHandler::tell);
      // What is skipped for lack of time comes again too.
      return reports.stream()
          .noneMatch(
              report ->
                  report.isFailed() || report.outcome().equals("skipped") && isShort(context));
    } catch (MalformedTrigger | NoSuchGame | ProcessEnding | DatabaseException refused) {
      Log.warnf("Message %s was refused: %s", message.id(), refused.getMessage());
      return false;
    }
  }

  private boolean isShort(Context context) {
    return invocations
        .leftForTicks(context)
        .map(left -> left.compareTo(ticks.leastBudget()) < 0)
        .orElse(false);
  }

  /** Lambda may freeze this process as soon as it has answered. */
  private List<TickReport> fire(TickEvent event, Context context) {
    try {
      return trigger.fire(event.request(invocations.leftForTicks(context)));
    } finally {
      invocations.settle(context);
    }
  }

  /** Nobody reads the answer to a scheduled event, so the log says why there was no tick. */
  private static void tell(TickReport report) {
    switch (report.outcome()) {
      case "skipped" ->
          Log.warnf("No tick of %s at %s: %s", report.game(), report.slot(), report.reason());
      case "duplicate" ->
          Log.infof("No tick of %s at %s: %s", report.game(), report.slot(), report.reason());
      default -> {
        // The tick has told of itself.
      }
    }
  }

  private static void refuseFailed(List<TickReport> reports) {
    var failed = reports.stream().filter(TickReport::isFailed).toList();
    if (!failed.isEmpty()) {
      throw new TickFailed(failed);
    }
  }
}
