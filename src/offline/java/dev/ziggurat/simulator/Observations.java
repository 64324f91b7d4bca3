package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Requests seen since the start or the last reset. Thread-safe. */
final class Observations {

  private static final int MAX_LATEST = 2_000;

  private final Map<Provider, Counters> counters = new LinkedHashMap<>();
  private final Deque<Seen> latest = new ArrayDeque<>();

  Observations() {
    for (var provider : Providers.builtIn().inOrder()) {
      counters.put(provider, new Counters());
    }
  }

  /** How a request ended. */
  enum End {
    ANSWERED,
    /** The client closed the connection before the answer was whole. */
    CLOSED_BY_CLIENT,
    /** The simulator closed it because of a fault. */
    BROKEN_OFF
  }

  private record Seen(
      Provider provider, String model, String firstUserLine, JsonNode parameters, int status) {}

  private static final class Counters {
    private long requests;
    private long closedByClient;
    private long brokenOff;
    private long inFlight;
    private long maxInFlight;
    private final Map<Integer, Long> answered = new TreeMap<>();
  }

  synchronized void begin(Provider provider) {
    var counted = counters.get(provider);
    counted.requests++;
    counted.inFlight++;
    counted.maxInFlight = Math.max(counted.maxInFlight, counted.inFlight);
  }

  /**
   * @param parameters request fields other than model and messages
   * @param status 0 when no answer was sent
   */
  synchronized void end(
      Provider provider,
      String model,
      String firstUserLine,
      JsonNode parameters,
      int status,
      End end) {
    var counted = counters.get(provider);
    counted.inFlight--;
    switch (end) {
      case ANSWERED -> counted.answered.merge(status, 1L, Long::sum);
      case CLOSED_BY_CLIENT -> counted.closedByClient++;
      case BROKEN_OFF -> counted.brokenOff++;
    }
    if (latest.size() == MAX_LATEST) {
      latest.removeFirst();
    }
    latest.addLast(new Seen(provider, model, firstUserLine, parameters, status));
  }

  /** Resets everything except the requests in flight. */
  synchronized void reset() {
    latest.clear();
    counters.replaceAll(
        (provider, before) -> {
          var fresh = new Counters();
          fresh.inFlight = before.inFlight;
          fresh.maxInFlight = before.inFlight;
          return fresh;
        });
  }

  synchronized ObjectNode shown() {
    var shown = JsonNodeFactory.instance.objectNode();
    var providers = shown.putObject("providers");
    counters.forEach(
        (provider, counted) -> {
          var entry = providers.putObject(provider.id()).put("requests", counted.requests);
          var answered = entry.putObject("answered");
          counted.answered.forEach((status, times) -> answered.put(status.toString(), times));
          entry
              .put("inFlight", counted.inFlight)
              .put("maxInFlight", counted.maxInFlight)
              .put("closedByClient", counted.closedByClient)
              .put("brokenOff", counted.brokenOff);
        });
    var list = shown.putArray("latest");
    latest.forEach(
        seen ->
            list.addObject()
                .put("provider", seen.provider().id())
                .put("model", seen.model())
                .put("firstUserLine", seen.firstUserLine())
                .put("status", seen.status())
                .set("parameters", seen.parameters()));
    return shown;
  }
}
