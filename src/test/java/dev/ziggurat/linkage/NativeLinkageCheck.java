package dev.ziggurat.linkage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Whether a native image of {@code target/native-sources} would link. To be named when those are
 * there: {@code ./mvnw verify -Dnative -Dquarkus.native.sources-only=true -Dtest=none
 * -Dit.test=NativeLinkageCheck}.
 */
class NativeLinkageCheck {

  private static final Path SOURCES =
      Path.of(System.getProperty("build.output.directory", "target"), "native-sources");

  /** Far fewer would mean that the calls were not followed. */
  private static final int MIN_METHODS = 50_000;

  @Test
  void whatReachableCodeNamesExists() throws IOException {
    var runner = only("*-runner.jar", SOURCES);
    var classPath = new ArrayList<>(List.of(runner));
    classPath.addAll(all("*.jar", SOURCES.resolve("lib")));

    try (var classes = new ClassFiles(classPath)) {
      var linkage = new Linkage(classes);
      classes.namesIn(runner).forEach(linkage::enter);
      reflective(classes).forEach(linkage::enterByReflection);
      var missing = linkage.missing();

      assertThat(linkage.reached()).isGreaterThan(MIN_METHODS);
      assertThat(
              missing.entrySet().stream()
                  .filter(entry -> !OptionalParts.include(entry.getKey()))
                  .map(NativeLinkageCheck::text))
          .as("missing in the native image")
          .isEmpty();
      assertThat(OptionalParts.unused(missing.keySet())).as("listed, but not missing").isEmpty();
    }
  }

  /** What Quarkus registers to be made by reflection. */
  private static List<String> reflective(ClassFiles classes) throws IOException {
    var json = classes.resource("META-INF/native-image/reflect-config.json");
    var names = new ArrayList<String>();
    for (var registered : new ObjectMapper().readTree(json)) {
      names.add(registered.path("name").asText().replace('.', '/'));
    }
    assertThat(names).isNotEmpty();
    return names;
  }

  private static String text(Map.Entry<String, List<String>> missing) {
    return missing.getValue().stream()
        .collect(Collectors.joining("\n    from ", "\n  " + missing.getKey() + "\n    from ", ""));
  }

  private static Path only(String glob, Path folder) throws IOException {
    var found = all(glob, folder);
    assertThat(found).as("%s in %s", glob, folder).hasSize(1);
    return found.getFirst();
  }

  private static List<Path> all(String glob, Path folder) throws IOException {
    var found = new ArrayList<Path>();
    try (var files = Files.newDirectoryStream(folder, glob)) {
      files.forEach(found::add);
    }
    found.sort(null);
    return found;
  }
}
