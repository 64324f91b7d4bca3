package dev.ziggurat.http;

import dev.ziggurat.access.Roles;
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
 * Adds to the OpenAPI document what applies to all operations: authentication, errors as problem
 * documents (RFC 9457), and nullable fields.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class ApiDescription implements OASFilter {

  private static final String OURS = "/api/";
  private static final String SCHEME = "token";
  private static final String SESSION = "session";
  private static final String PROBLEM = "application/problem+json";

  private static final List<List<String>> WITHOUT_SESSION =
      List.of(List.of(Roles.CRON), List.of(Roles.PLAYER));

  private static final Map<String, String> REFUSALS =
      Map.of(
          "400", "A parameter is invalid; the detail names it",
          "401", "The token is missing or not configured",
          "403", "The token lacks the required role");

  private static final Map<String, String> OF_BODIES =
      Map.of(
          "413", "The body exceeds the size limit",
          "415", "The content type of the body is not supported");

  /** Nullable fields, by schema, that their Java type does not declare as nullable. */
  private static final Map<String, List<String>> OPEN_FIELDS =
      Map.of(
          "TickReport",
          List.of(
              "tick",
              "reason",
              "startedAt",
              "durationMillis",
              "turns",
              "actions",
              "markets",
              "inference",
              "digest"),
          "AiModels",
          List.of("activeProvider"),
          "ModelChoice",
          List.of("effectiveFrom"),
          "ProbeResult",
          List.of("finishReason"));

  @Override
  public void filterOpenAPI(OpenAPI document) {
    document.getComponents().addSecurityScheme(SCHEME, token());
    document.getComponents().addSecurityScheme(SESSION, session());
    OPEN_FIELDS.forEach(
        (name, fields) -> {
          var schema = document.getComponents().getSchemas().get(name);
          fields.forEach(
              field -> schema.addProperty(field, nullable(schema.getProperties().get(field))));
        });
    document
        .getPaths()
        .getPathItems()
        .forEach(
            (path, item) -> {
              if (path.startsWith(OURS)) {
                item.getOperations().values().forEach(each -> addRefusals(path, each));
                item.getOperations().values().forEach(ApiDescription::addSession);
              }
            });
  }

  private static SecurityScheme token() {
    return OASFactory.createSecurityScheme()
        .type(SecurityScheme.Type.HTTP)
        .scheme("bearer")
        .description(
            "VIEWER_TOKEN, ADMIN_TOKEN, CRON_SECRET or a player's token, depending on the operation's"
                + " roles");
  }

  private static SecurityScheme session() {
    return OASFactory.createSecurityScheme()
        .type(SecurityScheme.Type.APIKEY)
        .in(SecurityScheme.In.COOKIE)
        .name("__Host-ziggurat-session")
        .description(
            "Set by POST /api/session; named ziggurat-session on localhost."
                + " Changes also need the header X-Ziggurat-Console: 1");
  }

  /** A session has the roles of the token that opened it. */
  private static void addSession(Operation operation) {
    if (operation.getSecurity() == null) {
      return;
    }
    operation.getSecurity().stream()
        .filter(way -> way.hasScheme(SCHEME))
        .map(way -> way.getScheme(SCHEME))
        .filter(roles -> !WITHOUT_SESSION.contains(roles))
        .findFirst()
        .ifPresent(
            roles ->
                operation.addSecurityRequirement(
                    OASFactory.createSecurityRequirement().addScheme(SESSION, roles)));
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
    if (operation.getRequestBody() != null) {
      OF_BODIES.forEach(
          (status, why) -> operation.getResponses().addAPIResponse(status, refusal(why)));
    }
    if (path.contains("{") || takes(operation, "game")) {
      operation
          .getResponses()
          .addAPIResponse("404", refusal("The detail names what was not found"));
    }
    if (takes(operation, HttpHeaders.IF_MATCH)) {
      operation
          .getResponses()
          .addAPIResponse("412", refusal("If-Match does not match the current version"));
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
