package dev.ziggurat.function;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPResponse;
import io.quarkus.logging.Log;
import jakarta.annotation.Priority;
import jakarta.decorator.Decorator;
import jakarta.decorator.Delegate;
import jakarta.enterprise.inject.Any;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptor;
import java.util.Map;

/**
 * Replaces an answer that is larger than Lambda takes by a problem document: Lambda would refuse
 * it, and the caller would wait until the function's time is over.
 *
 * @see <a href="https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html">Quotas</a>
 */
@Decorator
@Priority(Interceptor.Priority.APPLICATION)
class SizedAnswers implements RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> {

  private static final int CONTENT_TOO_LARGE = 413;

  private static final String PROBLEM =
      """
      {"status":413,"title":"Answer too large","detail":"The answer exceeds the 6 MB that AWS Lambda \
      can hand over: ask for less at once, with ?limit= and the cursor in next, or run the command \
      export."}""";

  @Inject @Any @Delegate RequestHandler<APIGatewayV2HTTPEvent, APIGatewayV2HTTPResponse> delegate;

  @Override
  public APIGatewayV2HTTPResponse handleRequest(APIGatewayV2HTTPEvent event, Context context) {
    var answer = delegate.handleRequest(event, context);
    if (answer == null || AnswerSize.of(answer) <= AnswerSize.MAX_BYTES) {
      return answer;
    }
    Log.warnf("The answer to %s was larger than Lambda takes: refused", event.getRawPath());
    return tooLarge();
  }

  private static APIGatewayV2HTTPResponse tooLarge() {
    var answer = new APIGatewayV2HTTPResponse();
    answer.setStatusCode(CONTENT_TOO_LARGE);
    answer.setHeaders(
        Map.of("Content-Type", "application/problem+json", "Cache-Control", "no-store"));
    answer.setBody(PROBLEM);
    return answer;
  }
}
