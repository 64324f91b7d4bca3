package dev.ziggurat.trigger.lambda;

import com.amazonaws.services.lambda.runtime.Context;
import dev.ziggurat.ledger.Budgets;
import dev.ziggurat.tick.BeforeAnswer;
import dev.ziggurat.tick.InFlightTurns;
import dev.ziggurat.tick.TickListener;
import io.quarkus.arc.All;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The time that an invocation has, and what is to be finished before it answers: Lambda may freeze
 * the process then.
 */
@Singleton
class Invocations {

  /** Lambda's own limit. */
  private static final Duration MAX_INVOCATION = Duration.ofMinutes(15);

  /** What it takes to hand the answer over. */
  private static final Duration ANSWERING = Duration.ofMillis(200);

  /** How long to wait for who still thinks when nobody says how much time there is. */
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final InFlightTurns inFlightTurns;
  private final Budgets budgets;
  private final List<BeforeAnswer> beforeAnswer;
  private final TickListener watch;
  private final LambdaConfig config;

  Invocations(
      InFlightTurns inFlightTurns,
      Budgets budgets,
      @All List<BeforeAnswer> beforeAnswer,
      TickListener watch,
      LambdaConfig config) {
    this.inFlightTurns = inFlightTurns;
    this.budgets = budgets;
    this.beforeAnswer = List.copyOf(beforeAnswer);
    this.watch = watch;
    this.config = config;
  }

  /** How long ticks may take; empty when the runtime sends no deadline. */
  Optional<Duration> leftForTicks(Context context) {
    return left(context).map(left -> left.minus(config.margin()).minus(watch.settling()));
  }

  /** Writes down what calls that were cut off have cost, and sends what is not yet sent. */
  void settle(Context context) {
    awaitStragglers(leftForRecords(context));
    budgets.flush(leftForRecords(context).orElse(PATIENCE));
    beforeAnswer.forEach(each -> each.settle(leftForRecords(context).orElse(PATIENCE)));
    watch.settle();
  }

  private Optional<Duration> leftForRecords(Context context) {
    return left(context).map(left -> left.minus(watch.settling()).minus(ANSWERING));
  }

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
}
