package dev.ziggurat.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import dev.ziggurat.ledger.Budgets;
import dev.ziggurat.tick.BeforeAnswer;
import io.quarkus.arc.All;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.List;

/**
 * Writes down what calls have spent, and finishes deliveries to webhooks, before an answer is
 * handed over: Lambda may freeze this process as soon as it is.
 */
@Decorator
@Priority(Interceptor.Priority.APPLICATION + 1)
class SettledAnswers implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

  /** Lambda's own limit. */
  private static final Duration MAX_INVOCATION = Duration.ofMinutes(15);

  /** What it takes to hand the answer over. */
  private static final Duration ANSWERING = Duration.ofMillis(200);

  /** However much time the function has left, its caller waits. */
  private static final Duration MOST = Duration.ofSeconds(5);

  private final RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> delegate;
  private final Budgets budgets;
  private final List<BeforeAnswer> beforeAnswer;

  @Inject
  SettledAnswers(
      @Any @Delegate RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> delegate,
      Budgets budgets,
      @All List<BeforeAnswer> beforeAnswer) {
    this.delegate = delegate;
    this.budgets = budgets;
    this.beforeAnswer = List.copyOf(beforeAnswer);
  }

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    try {
      return delegate.handleRequest(event, context);
    } finally {
      budgets.flush(left(context));
      beforeAnswer.forEach(each -> each.settle(left(context)));
    }
  }

  private static Duration left(Context context) {
    var left = Duration.ofMillis(context.getRemainingTimeInMillis()).minus(ANSWERING);
    // Without a deadline the difference to now is no time at all.
    if (left.abs().compareTo(MAX_INVOCATION) > 0 || left.compareTo(MOST) > 0) {
      return MOST;
    }
    return left.isNegative() ? Duration.ZERO : left;
  }
}
