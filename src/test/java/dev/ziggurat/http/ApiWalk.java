package dev.ziggurat.http;

import static io.restassured.RestAssured.given;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The operations that the OpenAPI document tells of, in a shape that is easy to walk. */
record ApiWalk(JsonObject document) {

  /** What {@link NegativesTest} makes the token of a player. */
  static final String PLAYER = "zp_" + "p".repeat(43);

  static ApiWalk read() {
    return new ApiWalk(new JsonObject(given().get("/q/openapi?format=json").asString()));
  }

  /** A parameter of an operation. */
  record Parameter(String name, String in, JsonObject schema) {}

  /**
   * An operation of our API.
   *
   * @param tokens those that open it; none for an open door
   * @param consumes the types of body it reads; none if it reads no body
   * @param body the schema of its JSON body; empty if it reads none
   */
  record Operation(
      String method,
      String path,
      List<String> tokens,
      List<Parameter> parameters,
      Set<String> consumes,
      Set<String> produces,
      JsonObject body) {

    /** Its address, where names stand for what they are given for, or for nothing there is. */
    String at(Map<String, String> names) {
      var address = path;
      for (var parameter : parameters("path")) {
        var nothing = types(parameter.schema()).contains("integer") ? "999999999" : "none";
        var name = names.getOrDefault(parameter.name(), nothing);
        address = address.replace("{" + parameter.name() + "}", name);
      }
      return address;
    }

    /** Whether it speaks as OpenAI does. */
    boolean isOfGateway() {
      return path.startsWith("/v1/");
    }

    List<Parameter> parameters(String where) {
      return parameters.stream().filter(each -> each.in().equals(where)).toList();
    }

    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  List<Operation> operations() {
    var operations = new ArrayList<Operation>();
    var paths = document.getJsonObject("paths");
    for (var path : paths.fieldNames()) {
      if (path.startsWith("/api/") || path.startsWith("/v1/")) {
        var item = paths.getJsonObject(path);
        for (var method : item.fieldNames()) {
          operations.add(operation(method.toUpperCase(), path, item.getJsonObject(method)));
        }
      }
    }
    return operations;
  }

  /** The methods of each path, by one operation of it. */
  Map<Operation, Set<String>> methods() {
    var methods = new LinkedHashMap<Operation, Set<String>>();
    operations().stream()
        .collect(Collectors.groupingBy(Operation::path))
        .values()
        .forEach(
            all ->
                methods.put(
                    all.getFirst(),
                    all.stream().map(Operation::method).collect(Collectors.toSet())));
    return methods;
  }

  private Operation operation(String method, String path, JsonObject operation) {
    var content = operation.getJsonObject("requestBody", new JsonObject());
    var media = content.getJsonObject("content", new JsonObject());
    var json = media.getJsonObject("application/json", new JsonObject());
    return new Operation(
        method,
        path,
        tokens(operation),
        operation.getJsonArray("parameters", new JsonArray()).stream()
            .map(JsonObject.class::cast)
            .map(
                each ->
                    new Parameter(
                        each.getString("name"),
                        each.getString("in"),
                        resolved(each.getJsonObject("schema", new JsonObject()))))
            .toList(),
        media.fieldNames(),
        operation.getJsonObject("responses").stream()
            .filter(answer -> answer.getKey().startsWith("2"))
            .map(answer -> (JsonObject) answer.getValue())
            .flatMap(
                answer -> answer.getJsonObject("content", new JsonObject()).fieldNames().stream())
            .collect(Collectors.toSet()),
        resolved(json.getJsonObject("schema", new JsonObject())));
  }

  private static List<String> tokens(JsonObject operation) {
    var roles =
        operation.getJsonArray("security", new JsonArray()).stream()
            .map(JsonObject.class::cast)
            .flatMap(way -> way.getJsonArray("token", new JsonArray()).stream())
            .collect(Collectors.toSet());
    return Stream.of("admin", "viewer", "cron", "player")
        .filter(role -> roles.contains(role) || role.equals("admin") && roles.contains("viewer"))
        .map(role -> role.equals("player") ? PLAYER : "dev-" + role)
        .toList();
  }

  /** A schema without references at its top. */
  JsonObject resolved(JsonObject schema) {
    if (schema.containsKey("$ref")) {
      var name = schema.getString("$ref").replaceFirst(".*/", "");
      return resolved(
          document.getJsonObject("components").getJsonObject("schemas").getJsonObject(name));
    }
    for (var choice : List.of("anyOf", "oneOf", "allOf")) {
      if (schema.containsKey(choice)) {
        return schema.getJsonArray(choice).stream()
            .map(JsonObject.class::cast)
            .map(this::resolved)
            .filter(each -> !"null".equals(each.getValue("type")))
            .findFirst()
            .orElse(schema);
      }
    }
    return schema;
  }

  static Set<String> types(JsonObject schema) {
    return switch (schema.getValue("type")) {
      case String one -> Set.of(one);
      case JsonArray many -> many.stream().map(String.class::cast).collect(Collectors.toSet());
      case null, default -> Set.of();
    };
  }
}
