package dev.ziggurat.trigger.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import dev.ziggurat.tick.InFlightTurns;
import dev.ziggurat.tick.NoSuchGame;
import dev.ziggurat.tick.TickListener;
import dev.ziggurat.tick.TickReport;
import dev.ziggurat.trigger.CronResource;
import dev.ziggurat.trigger.MalformedTrigger;
import dev.ziggurat.trigger.TickTrigger;
import io.quarkus.logging.Log;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Triggers ticks on AWS Lambda, with the function's remaining time as their budget, and answers as
 * the cron endpoint does.
 */
@Named("tick")
@Singleton
public class TickHandler implements RequestHandler<TickEvent, CronResource.Answer> {

  /** Lambda's own limit. */
  private static final Duration MAX_INVOCATION = Duration.ofMinutes(15);

  /** What it takes to hand the answer over. */
  private static final Duration ANSWERING = Duration.ofMillis(200);

  /** How long to wait for who still thinks when nobody says how much time there is. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final TickTrigger trigger;
  private final InFlightTurns inFlightTurns;
  private final TickListener watch;
  private final LambdaConfig config;

  TickHandler(
      TickTrigger trigger, InFlightTurns inFlightTurns, TickListener watch, LambdaConfig config) {
    this.trigger = trigger;
    this.inFlightTurns = inFlightTurns;
    this.watch = watch;
    this.config = config;
  }

  /**
   * Triggers what the event asks for; none at all (JSON null) asks for what an empty one does.
   *
   * @throws MalformedTrigger if a field of the event can't be read
   * @throws NoSuchGame if a game is named that does not exist
   * @throws TickFailed if a tick failed and the event is EventBridge's; a direct caller reads of it
   *     in the report
   */
  @Override
  public CronResource.Answer handleRequest(TickEvent given, Context context) {
    var event = Objects.requireNonNullElse(given, TickEvent.EMPTY);
    var reports = fire(event, context);
    reports.forEach(TickHandler::tell);
    if (event.scheduled()) {
      refuseFailed(reports);
    }
    return new CronResource.Answer(reports);
  }

  /** Lambda may freeze this process as soon as it has answered. */
  private List<TickReport> fire(TickEvent event, Context context) {
    try {
      return trigger.fire(event.request(left(context).map(left -> left.minus(afterTicks()))));
    } finally {
      awaitStragglers(left(context).map(left -> left.minus(watch.settling()).minus(ANSWERING)));
      watch.settle();
    }
  }

  private Duration afterTicks() {
    return config.margin().plus(watch.settling());
  }

  /** What calls that were cut off have cost is written down before the process stands still. */
  private void awaitStragglers(Optional<Duration> left) {
    try {
      if (!inFlightTurns.awaitIdle(left.orElse(PATIENCE))) {
        Log.warn("Calls are still in flight: their maximum cost stays in the ledger as orphaned");
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Empty when the runtime sends no deadline: then the difference to now is no time at all. */
  private static Optional<Duration> left(Context context) {
    var left = Duration.ofMillis(context.getRemainingTimeInMillis());
    return left.abs().compareTo(MAX_INVOCATION) > 0 ? Optional.empty() : Optional.of(left);
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
