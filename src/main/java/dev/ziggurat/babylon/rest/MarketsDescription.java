package dev.ziggurat.babylon.rest;

import dev.ziggurat.games.interventions.PlayDescription;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import java.util.Set;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;

/** Adds the errors of market changes, which are interventions, to the OpenAPI document. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class MarketsDescription implements OASFilter {

  private static final Set<String> CHANGES =
      Set.of("openMarket", "resolveMarket", "voidMarket", "changeWorldSettings");

  @Override
  public Operation filterOperation(Operation operation) {
    if (CHANGES.contains(String.valueOf(operation.getOperationId()))) {
      PlayDescription.addRefusals(operation);
    }
    return operation;
  }
}
