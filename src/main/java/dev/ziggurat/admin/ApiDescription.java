package dev.ziggurat.admin;

import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Adds to the OpenAPI document what no single operation can say: how tokens are sent, that refusals
 * are problem documents (RFC 9457), and which fields of a report are null until they are known.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {

  private static final String OURS = "/api/";
  private static final String SCHEME = "token";
  private static final String PROBLEM = "application/problem+json";

  private static final Map<String, String> REFUSALS =
      Map.of(
          "400", "A parameter is wrong; the detail names it",
          "401", "No token, or one that is not configured here",
          "403", "The token opens other doors");

  private static final List<String> KNOWN_LATER =
      List.of(
          "tick",
          "reason",
          "startedAt",
          "durationMillis",
          "turns",
          "actions",
          "markets",
          "inference",
          "digest");

  @Override
  public void filterOpenAPI(OpenAPI document) {
    document.getComponents().addSecurityScheme(SCHEME, token());
    var report = document.getComponents().getSchemas().get("TickReport");
    KNOWN_LATER.forEach(
        field -> report.addProperty(field, nullable(report.getProperties().get(field))));
    document
        .getPaths()
        .getPathItems()
        .forEach(
            (path, item) -> {
              if (path.startsWith(OURS)) {
                item.getOperations().values().forEach(each -> addRefusals(path, each));
              }
            });
  }

  private static SecurityScheme token() {
    return OASFactory.createSecurityScheme()
        .type(SecurityScheme.Type.HTTP)
        .scheme("bearer")
        .description("VIEWER_TOKEN, ADMIN_TOKEN or CRON_SECRET, as the operation's roles say");
  }

  private static Schema nullable(Schema known) {
    return known.getRef() == null
        ? known.addType(SchemaType.NULL)
        : OASFactory.createSchema()
            .addAnyOf(known)
            .addAnyOf(OASFactory.createSchema().addType(SchemaType.NULL));
  }

  private static void addRefusals(String path, Operation operation) {
    REFUSALS.forEach(
        (status, why) -> operation.getResponses().addAPIResponse(status, refusal(why)));
    if (path.contains("{") || takes(operation, "game")) {
      operation.getResponses().addAPIResponse("404", refusal("The detail says what is not there"));
    }
    if (takes(operation, HttpHeaders.IF_MATCH)) {
      operation.getResponses().addAPIResponse("412", refusal("Another version is in force"));
    }
  }

  private static boolean takes(Operation operation, String parameter) {
    return Optional.ofNullable(operation.getParameters()).orElse(List.of()).stream()
        .anyMatch(each -> parameter.equals(each.getName()));
  }

  private static APIResponse refusal(String why) {
    var problem = OASFactory.createSchema().ref("HttpProblem");
    return OASFactory.createAPIResponse()
        .description(why)
        .content(
            OASFactory.createContent()
                .addMediaType(PROBLEM, OASFactory.createMediaType().schema(problem)));
  }
}
