package dev.ziggurat.http;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A client is generated from the document, so it must tell everything, and nothing wrong. */
@QuarkusTest
class OpenApiTest {

  private static final String PROBLEM = "application/problem+json";

  private static final Set<String> WITHOUT_BODY = Set.of("204", "303");

  private JsonPath document;

  @BeforeEach
  void read() {
    document = given().get("/q/openapi?format=json").jsonPath();
  }

  /** An operation of our API. */
  private record Operation(String name, Map<String, Object> body) {
    Map<String, Map<String, Object>> responses() {
      return cast(body.get("responses"));
    }

    Map<String, Object> content(String status) {
      return cast(responses().get(status).getOrDefault("content", Map.of()));
    }
  }

  @SuppressWarnings("unchecked")
  private static <T> T cast(Object value) {
    return (T) value;
  }

  private List<Operation> operations() {
    Map<String, Map<String, Map<String, Object>>> paths = document.getMap("paths");
    return paths.entrySet().stream()
        .filter(path -> path.getKey().startsWith("/api/") || path.getKey().startsWith("/v1/"))
        .flatMap(
            path ->
                path.getValue().entrySet().stream()
                    .map(each -> new Operation(each.getKey() + path.getKey(), each.getValue())))
        .toList();
  }

  @Test
  void everyOperationHasANameOfItsOwn() {
    var names = new HashSet<Object>();
    for (var operation : operations()) {
      assertThat(operation.body().get("operationId")).as(operation.name()).isNotNull();
      assertThat(names.add(operation.body().get("operationId"))).as(operation.name()).isTrue();
      assertThat(operation.body().get("summary")).as(operation.name()).isNotNull();
    }
  }

  @Test
  void everyOperationAsksForATokenThatIsDeclared() {
    Map<String, Map<String, Object>> schemes = document.getMap("components.securitySchemes");
    for (var operation : operations()) {
      if (operation.name().equals("post/api/session")) {
        continue;
      }
      List<Map<String, Object>> security = cast(operation.body().get("security"));
      assertThat(security).as(operation.name()).isNotEmpty();
      for (var name : security.getFirst().keySet()) {
        assertThat(schemes).containsKey(name);
        assertThat(schemes.get(name))
            .containsEntry("type", "http")
            .containsEntry("scheme", "bearer");
      }
    }
  }

  @Test
  void everyRefusalAndEveryAnswerHasAShape() {
    for (var operation : operations()) {
      assertThat(operation.responses().keySet())
          .as(operation.name())
          .contains("400", "401", "403")
          .anyMatch(status -> status.startsWith("2"));
      if (operation.name().contains("{") || operation.name().contains("/cron/")) {
        assertThat(operation.responses().keySet()).as(operation.name()).contains("404");
      }
      for (var status : operation.responses().keySet()) {
        if (WITHOUT_BODY.contains(status)) {
          continue;
        }
        var type = type(operation, status);
        assertThat(operation.content(status)).as(operation.name() + " " + status).containsKey(type);
        Map<String, Object> media = cast(operation.content(status).get(type));
        assertThat(media).as(operation.name() + " " + status).containsKey("schema");
      }
    }
    assertThat(document.getMap("components.schemas")).containsKey("HttpProblem");
  }

  @Test
  void everyReferenceResolves() {
    var references = new HashSet<String>();
    collect(document.getMap("$"), references);
    assertThat(references).contains("#/components/schemas/OpenAiError");
    for (var reference : references) {
      var schemas = "#/components/schemas/";
      assertThat(reference).startsWith(schemas);
      assertThat(document.getMap("components.schemas"))
          .containsKey(reference.substring(schemas.length()));
    }
  }

  private static void collect(Object node, Set<String> references) {
    switch (node) {
      case Map<?, ?> object -> {
        if (object.get("$ref") instanceof String reference) {
          references.add(reference);
        }
        object.values().forEach(value -> collect(value, references));
      }
      case List<?> list -> list.forEach(value -> collect(value, references));
      case null, default -> {}
    }
  }

  private static String type(Operation operation, String status) {
    if (operation.name().contains("/v1/")) {
      return "application/json";
    }
    if (status.startsWith("4") || operation.content(status).containsKey(PROBLEM)) {
      return PROBLEM;
    }
    if (operation.name().endsWith("/trajectories")) {
      return "application/x-ndjson";
    }
    return operation.name().endsWith("/admin/events") ? "text/event-stream" : "application/json";
  }

  @Test
  void whatMayBeMissingIsSaidToBeNullable() {
    for (var field :
        Set.of(
            "tick",
            "reason",
            "startedAt",
            "durationMillis",
            "turns",
            "actions",
            "markets",
            "inference",
            "digest")) {
      Object schema = document.get("components.schemas.TickReport.properties." + field);
      assertThat(schema.toString()).as(field).contains("null");
    }
    assertThat(document.getString("components.schemas.TickReport.properties.outcome.type"))
        .isEqualTo("string");
  }

  @Test
  void freeJsonIsNotDescribedByTheClassThatHoldsIt() {
    assertThat(document.getMap("components.schemas")).doesNotContainKey("JsonNodeType");
    assertThat(document.getString("components.schemas")).doesNotContain("floatingPointNumber");
  }
}
