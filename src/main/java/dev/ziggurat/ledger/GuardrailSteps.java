package dev.ziggurat.ledger;

import dev.ziggurat.guardrails.GuardrailStep;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Locale;

/** What guardrails did, as a column of an attempt. */
final class GuardrailSteps {

  private GuardrailSteps() {}

  /** As JSON; null without steps. */
  static String stored(List<GuardrailStep> steps) {
    if (steps.isEmpty()) {
      return null;
    }
    var array = new JsonArray();
    for (var step : steps) {
      array.add(
          new JsonObject()
              .put("guardrail", step.guardrail())
              .put("kind", step.kind())
              .put("on", step.on())
              .put("did", step.did().id())
              .put("detail", step.detail())
              .put("millis", step.millis()));
    }
    return array.encode();
  }

  static List<GuardrailStep> read(String stored) {
    return stored == null
        ? List.of()
        : new JsonArray(stored)
            .stream().map(JsonObject.class::cast).map(GuardrailSteps::step).toList();
  }

  private static GuardrailStep step(JsonObject step) {
    return new GuardrailStep(
        step.getString("guardrail"),
        step.getString("kind"),
        step.getString("on"),
        GuardrailStep.Did.valueOf(step.getString("did").toUpperCase(Locale.ROOT).replace('-', '_')),
        step.getString("detail"),
        step.getLong("millis"));
  }
}
