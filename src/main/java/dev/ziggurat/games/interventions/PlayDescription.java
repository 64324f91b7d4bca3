package dev.ziggurat.games.interventions;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;

/** Adds the errors of interventions and replays to the OpenAPI document. */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class PlayDescription implements OASFilter {

  private static final String INTERVENTION = "intervene";
  private static final String REPLAY = "replayGame";

  @Override
  public Operation filterOperation(Operation operation) {
    if (INTERVENTION.equals(operation.getOperationId())) {
      addRefusals(operation);
    }
    if (REPLAY.equals(operation.getOperationId())) {
      operation
          .getResponses()
          .addAPIResponse("409", refusal("Another replay is running in this process"));
    }
    return operation;
  }

  /** Adds the errors of an operation that intervenes in a game. */
  public static void addRefusals(Operation operation) {
    operation
        .getResponses()
        .addAPIResponse("409", refusal("A tick is running or was left unfinished"))
        .addAPIResponse("422", refusal("The referee refused it; the detail is the reason"));
  }

  private static APIResponse refusal(String why) {
    return OASFactory.createAPIResponse()
        .description(why)
        .content(
            OASFactory.createContent()
                .addMediaType(
                    "application/problem+json",
                    OASFactory.createMediaType()
                        .schema(OASFactory.createSchema().ref("HttpProblem"))));
  }
}
