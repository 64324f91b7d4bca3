package dev.ziggurat.gateway;

import dev.ziggurat.access.Roles;
import io.quarkus.smallrye.openapi.OpenApiFilter;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.eclipse.microprofile.openapi.models.security.SecurityScheme;

/**
 * Adds to the OpenAPI document how the gateway is entered, and that it refuses in OpenAI's words.
 */
@OpenApiFilter(stages = OpenApiFilter.RunStage.BUILD)
public class GatewayDescription implements OASFilter {

  private static final String OURS = "/v1/";
  private static final String KEY = "key";
  private static final String TOKEN = "token";

  private static final Map<String, String> REFUSALS =
      Map.of(
          "400", "The request is wrong; param names the field",
          "401", "No key, or one that is unknown, expired or revoked",
          "403", "The key may not be used for this model, or the token opens other doors",
          "404", "There is no such model; the message tells which are near",
          "503", "What a key may do cannot be looked up now");

  private static final Map<String, String> OF_CALLS =
      Map.of(
          "413", "The body is larger than anything honest",
          "415", "The body is no JSON",
          "429",
              "rate_limit_exceeded: too many calls, Retry-After tells when the next may be made;"
                  + " insufficient_quota: the key's money for the day or the month does not suffice",
          "503", "No provider gave a usable answer; path tells why");

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
    REFUSALS.forEach((status, why) -> add(operation, status, why));
    if (operation.getRequestBody() != null) {
      OF_CALLS.forEach((status, why) -> add(operation, status, why));
    }
  }

  private static void add(Operation operation, String status, String why) {
    operation.getResponses().addAPIResponse(status, refusal(why));
  }

  private static APIResponse refusal(String why) {
    return OASFactory.createAPIResponse()
        .description(why)
        .content(
            OASFactory.createContent()
                .addMediaType(
                    MediaType.APPLICATION_JSON,
                    OASFactory.createMediaType()
                        .schema(OASFactory.createSchema().ref("OpenAiError"))));
  }
}
