package dev.ziggurat.gateway;

import dev.ziggurat.access.Roles;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Adds the gateway's authentication, the headers of its options and its error responses in OpenAI's
 * format to the OpenAPI document.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class GatewayDescription implements OASFilter {

  private static final String OURS = "/v1/";
  private static final String KEY = "key";
  private static final String TOKEN = "token";
  private static final String ERROR = "OpenAiError";

  private static final Map<String, String> REFUSALS =
      Map.of(
          "400", "The request is invalid; param names the field",
          "401", "No key, or one that is unknown, expired or revoked",
          "403", "The key does not allow this model, or the token does not permit this",
          "404", "Unknown model; the message names similar ones",
          "429", "Too many unknown keys came from the caller's address; retry after Retry-After",
          "503", "The key cannot be checked at the moment");

  private static final Map<String, String> OF_CALLS =
      Map.of(
          "413", "The body is too large",
          "415", "The body is not JSON",
          "429",
              "rate_limit_exceeded: too many calls, retry after Retry-After;"
                  + " insufficient_quota: the key's daily or monthly budget is too small for the call",
          "503", "No provider gave a usable answer; path has the reasons");

  @Override
  public void filterOpenAPI(OpenAPI document) {
    document
        .getComponents()
        .addSecurityScheme(
            KEY,
            OASFactory.createSecurityScheme()
                .type(SecurityScheme.Type.HTTP)
                .scheme("bearer")
                .description("A key of the gateway, zk_…, made by POST /api/admin/keys"));
    document.getComponents().addSchema(ERROR, error());
    document
        .getPaths()
        .getPathItems()
        .forEach(
            (path, item) -> {
              if (path.startsWith(OURS)) {
                item.getOperations().values().forEach(GatewayDescription::complete);
              }
            });
  }

  private static void complete(Operation operation) {
    operation.setSecurity(
        List.of(
            OASFactory.createSecurityRequirement().addScheme(TOKEN, List.of(Roles.ADMIN)),
            OASFactory.createSecurityRequirement().addScheme(KEY, List.of())));
    var refusals = new TreeMap<>(REFUSALS);
    if (operation.getRequestBody() != null) {
      OptionParameters.all().forEach(operation::addParameter);
      refusals.putAll(OF_CALLS);
    }
    refusals.forEach((status, why) -> add(operation, status, why));
  }

  private static void add(Operation operation, String status, String why) {
    var own = operation.getResponses().getAPIResponse(status);
    operation
        .getResponses()
        .addAPIResponse(status, refusal(own == null ? why : own.getDescription()));
  }

  private static APIResponse refusal(String why) {
    return OASFactory.createAPIResponse()
        .description(why)
        .content(
            OASFactory.createContent()
                .addMediaType(
                    MediaType.APPLICATION_JSON,
                    OASFactory.createMediaType().schema(OASFactory.createSchema().ref(ERROR))));
  }

  /** No operation returns {@link OpenAiError}, so the scanner does not see it. */
  private static Schema error() {
    var body =
        object("The error")
            .addProperty("message", text("What is wrong and what to do about it"))
            .addProperty("type", text("OpenAI's type, for example invalid_request_error"))
            .addProperty("param", nullable("The request's field at fault, or null"))
            .addProperty("code", nullable("For programs, for example model_not_found, or null"))
            .addProperty(
                "path",
                OASFactory.createSchema()
                    .addType(SchemaType.ARRAY)
                    .description("The providers tried and skipped; only when none answered")
                    .items(object("One attempt or skip")))
            .required(List.of("message", "type", "param", "code"));
    return object("An error in OpenAI's format")
        .addProperty("error", body)
        .required(List.of("error"));
  }

  private static Schema object(String description) {
    return OASFactory.createSchema().addType(SchemaType.OBJECT).description(description);
  }

  private static Schema text(String description) {
    return OASFactory.createSchema().addType(SchemaType.STRING).description(description);
  }

  private static Schema nullable(String description) {
    return text(description).addType(SchemaType.NULL);
  }
}
