package dev.ziggurat.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.llm.Provider;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SimulatedExchangeTest {

  private final Observations observations = new Observations();
  private final ArrayList<Integer> observedAtEnd = new ArrayList<>();

  /** Who has an answer may ask at once what was observed of it. */
  @Test
  void anAnswerIsObservedBeforeItLeaves() {
    var response =
        made(
            HttpServerResponse.class,
            (self, method, _) ->
                switch (method.getName()) {
                  case "end" -> {
                    observedAtEnd.add(observations.shown().at("/latest/0/status").asInt());
                    yield null;
                  }
                  case "getStatusCode" -> 418;
                  case "headWritten", "ended", "closed" -> false;
                  default -> self;
                });
    var context =
        made(
            RoutingContext.class,
            (_, method, _) -> method.getName().equals("response") ? response : 0);
    var exchange = new SimulatedExchange(context, Provider.OPENAI, observations);
    exchange.asked("m", "hello", JsonNodeFactory.instance.objectNode());
    exchange.send(new Reply(418, Map.of(), Reply.JSON, "{}"));
    assertThat(observedAtEnd).containsExactly(418);
  }

  private static <T> T made(Class<T> type, InvocationHandler handler) {
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
