package dev.ziggurat.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The current faults, replaced as a whole. Thread-safe. */
final class Faults {

  private final Map<Provider, Map<ServerKind, ProviderSheet>> sheets;
  private volatile Board board = Board.empty();

  Faults(Map<Provider, Map<ServerKind, ProviderSheet>> sheets) {
    this.sheets = Map.copyOf(sheets);
  }

  private record Board(
      JsonNode body, Map<Provider, Fault> faults, Map<Provider, AtomicLong> requests) {

    static Board of(JsonNode body, Map<Provider, Fault> faults) {
      var requests = new HashMap<Provider, AtomicLong>();
      for (var provider : Providers.builtIn().inOrder()) {
        requests.put(provider, new AtomicLong());
      }
      return new Board(body, faults, requests);
    }

    static Board empty() {
      return of(JsonNodeFactory.instance.objectNode(), Map.of());
    }
  }

  /** The current body, as received. */
  JsonNode shown() {
    return board.body();
  }

  /** Replaces all faults and resets the request counters; changes nothing if a field is invalid. */
  void replace(JsonNode body) throws InvalidFaultField {
    if (!body.isObject()) {
      throw new InvalidFaultField("body", "must be an object with a provider's name for each key");
    }
    var faults = new HashMap<Provider, Fault>();
    for (var entry : body.properties()) {
      var provider =
          Providers.builtIn()
              .byId(entry.getKey())
              .orElseThrow(
                  () ->
                      new InvalidFaultField(
                          entry.getKey(), "is none of wandb, groq, claude, openai"));
      faults.put(
          provider, new FaultReader(provider, sheets.get(provider), entry.getValue()).fault());
    }
    board = Board.of(body, faults);
  }

  void clear() {
    board = Board.empty();
  }

  /** The fault of this provider's next request. */
  Fault next(Provider provider) {
    var current = board;
    var number = current.requests().get(provider).incrementAndGet();
    return current.faults().getOrDefault(provider, Fault.NONE).forRequest(number);
  }
}
