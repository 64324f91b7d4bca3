package dev.ziggurat.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.smallrye.openapi.runtime.OpenApiDocumentService;
import io.smallrye.openapi.runtime.io.Format;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The allowed methods by path, from the OpenAPI document. */
@Singleton
class Routes {

  private static final String DOCUMENT = "<default>";
  private static final Pattern NAME = Pattern.compile("\\{[^}]*}");

  /** A path template and its methods. */
  private record Route(String template, Pattern shape, Set<String> methods) {}

  private final List<Route> routes;

  Routes(OpenApiDocumentService documents, ObjectMapper json) {
    try {
      var document = json.readTree(documents.getDocument(DOCUMENT, Format.JSON));
      this.routes =
          document.path("paths").properties().stream()
              .map(path -> new Route(path.getKey(), shape(path.getKey()), methods(path.getValue())))
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * The methods of a path, sorted; empty if the path does not exist. A path without parameters has
   * only its own.
   */
  Set<String> methodsAt(String path) {
    for (var route : routes) {
      if (route.template().equals(path)) {
        return route.methods();
      }
    }
    var methods = new TreeSet<String>();
    routes.stream()
        .filter(route -> route.shape().matcher(path).matches())
        .forEach(route -> methods.addAll(route.methods()));
    return methods;
  }

  private static Pattern shape(String template) {
    return Pattern.compile(NAME.matcher(template).replaceAll("[^/]+"));
  }

  private static Set<String> methods(JsonNode path) {
    var methods = new TreeSet<String>();
    path.fieldNames().forEachRemaining(name -> methods.add(name.toUpperCase(Locale.ROOT)));
    if (methods.contains("GET")) {
      methods.add("HEAD");
    }
    return methods;
  }
}
