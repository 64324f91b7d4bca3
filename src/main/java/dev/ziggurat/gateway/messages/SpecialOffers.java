package dev.ziggurat.gateway.messages;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Set;

/** Finds what a request asks of Claude beside its messages and tools, and what has other prices. */
final class SpecialOffers {

  private static final Set<String> USUAL_TIERS = Set.of("", "auto", "standard_only");
  private static final List<String> RUN_BY_ANTHROPIC = List.of("mcp_servers", "container");

  private SpecialOffers() {}

  static void find(JsonNode body, Untranslatable untranslatable) {
    for (var field : RUN_BY_ANTHROPIC) {
      var value = body.path(field);
      if (value.isTextual() || !value.isEmpty()) {
        untranslatable.add(field, "this");
        untranslatable.addUnpriced(field);
      }
    }
    if (body.path("speed").asText("").equals("fast")) {
      untranslatable.add("speed", "the fast mode");
      untranslatable.addUnpriced("speed");
    }
    var place = body.path("inference_geo").asText("");
    if (!place.isEmpty() && !place.equals("global")) {
      untranslatable.add("inference_geo", "a place of inference");
      untranslatable.addUnpriced("inference_geo");
    }
    if (!USUAL_TIERS.contains(body.path("service_tier").asText(""))) {
      untranslatable.addUnpriced("service_tier");
    }
    if (isKeptLonger(body)) {
      // Writing to the cache for an hour costs more than the price that the catalogue knows.
      untranslatable.addUnpriced("cache_control.ttl");
    }
  }

  /** Anywhere: in tools, instructions, messages, or for the whole request. */
  private static boolean isKeptLonger(JsonNode node) {
    if (node.isValueNode()) {
      return false;
    }
    if (node.at("/cache_control/ttl").asText().equals("1h")) {
      return true;
    }
    for (var each : node) {
      if (isKeptLonger(each)) {
        return true;
      }
    }
    return false;
  }
}
