package dev.ziggurat;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No process builds an application that the other one needs, but the usual one. */
class TestSuitesTest {

  private static List<Class<?>> tests() throws IOException, URISyntaxException {
    var folder =
        Path.of(TestSuitesTest.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var files = Files.walk(folder)) {
      return files
          .map(file -> folder.relativize(file).toString())
          .filter(file -> file.endsWith("Test.class"))
          .<Class<?>>map(TestSuitesTest::loaded)
          .filter(each -> each.isAnnotationPresent(QuarkusTest.class))
          .toList();
    }
  }

  private static Class<?> loaded(String file) {
    var name = file.substring(0, file.length() - ".class".length()).replaceAll("[/\\\\]", ".");
    try {
      return Class.forName(name, false, TestSuitesTest.class.getClassLoader());
    } catch (ClassNotFoundException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Test
  void classesWithAProfileAreNamedAndNoOthersWithAnApplication() throws Exception {
    var withProfile =
        tests().stream()
            .filter(each -> each.isAnnotationPresent(TestProfile.class))
            .map(Class::getName)
            .toList();

    assertThat(tests().stream().map(Class::getName))
        .filteredOn(name -> name.matches(TestSuites.PROFILES))
        .isNotEmpty()
        .containsExactlyInAnyOrderElementsOf(withProfile);
  }

  @Test
  void packagesOfTheSecondProcessHaveTests() throws Exception {
    assertThat(tests().stream().filter(each -> each.getName().matches(TestSuites.PACKAGES)))
        .extracting(Class::getPackageName)
        .contains("dev.ziggurat.babylon.rest", "dev.ziggurat.httpworld", "dev.ziggurat.play")
        .hasSizeGreaterThan(10);
  }
}
