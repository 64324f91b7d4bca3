package dev.ziggurat.function;

import com.amazonaws.services.lambda.runtime.events.APIGatewayV2HTTPEvent;
import io.quarkus.vertx.http.runtime.QuarkusHttpHeaders;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * Gives requests back their headers as they were sent. Quarkus cuts each at its commas, and whoever
 * wants one value then gets the first piece: of an idempotency key, or of the place a listener has
 * come to.
 */
@Singleton
class WholeHeaders {

  /** Before anybody reads one. */
  private static final int FIRST = 10_000;

  void watch(@Observes Filters filters) {
    filters.register(WholeHeaders::mend, FIRST);
  }

  private static void mend(RoutingContext context) {
    var headers = context.request().headers();
    if (headers instanceof QuarkusHttpHeaders cut) {
      sent(cut)
          .forEach(
              (name, value) -> {
                if (value != null && value.indexOf(',') >= 0) {
                  headers.set(name, value);
                }
              });
    }
    context.next();
  }

  private static Map<String, String> sent(QuarkusHttpHeaders headers) {
    var event =
        (APIGatewayV2HTTPEvent) headers.getContextObjects().get(APIGatewayV2HTTPEvent.class);
    return event == null || event.getHeaders() == null ? Map.of() : event.getHeaders();
  }
}
