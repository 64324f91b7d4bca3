package dev.ziggurat;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.ziggurat.SettingsSources.Setting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * {@code docs/configuration.md} is what the sources say. To write it anew: {@code ./mvnw -q test
 * -Dtest=ConfigurationDocumentTest -Dupdate}.
 */
@Execution(ExecutionMode.CONCURRENT)
class ConfigurationDocumentTest {

  private static final Path FILE = Path.of("docs/configuration.md");
  private static final String MARKER =
      "<!-- Generated from the sources from here on: ./mvnw -q test -Dtest=ConfigurationDocumentTest -Dupdate -->\n";

  private static ConfigurationDocument document;

  @BeforeAll
  static void readTheSources() throws IOException {
    document = new ConfigurationDocument();
  }

  @Test
  void thePageIsGenerated() throws IOException {
    var page = Files.readString(FILE);
    assertThat(page).contains(MARKER);
    var head = page.substring(0, page.indexOf(MARKER) + MARKER.length());
    var generated = head + "\n" + document.markdown();
    if (System.getProperty("update") != null) {
      Files.writeString(FILE, generated);
    } else {
      assertThat(page)
          .as("write it anew: ./mvnw -q test -Dtest=ConfigurationDocumentTest -Dupdate")
          .isEqualTo(generated);
    }
  }

  @Test
  void everySettingHasAMeaning() {
    assertThat(document.settings())
        .hasSizeGreaterThan(60)
        .allSatisfy(
            setting ->
                assertThat(setting.meaning())
                    .as(setting.key())
                    .matches("(?s)\\p{Lu}.{9,}\\.")
                    .doesNotContain("&lt;"));
    assertThat(document.groups())
        .allSatisfy(group -> assertThat(group.meaning()).as(group.prefix()).isNotBlank());
  }

  /** Keys and defaults read from the sources are those that SmallRye Config goes by. */
  @Test
  void theSourcesAreReadAsSmallRyeReadsTheClasses() throws ClassNotFoundException {
    var used = new TreeMap<String, Optional<String>>();
    for (var type :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.ziggurat")) {
      if (type.isAnnotatedWith(ConfigMapping.class)) {
        used.putAll(keysAndDefaults(type));
      }
    }
    var read = new TreeMap<String, Optional<String>>();
    for (var group : document.groups()) {
      for (Setting setting : group.settings()) {
        read.put(setting.key(), setting.preset());
      }
    }
    // Of the Lambda package, whose sources this build leaves out.
    read.keySet().removeIf(key -> key.startsWith("ziggurat.lambda."));
    assertThat(read).isEqualTo(used);
  }

  private static TreeMap<String, Optional<String>> keysAndDefaults(JavaClass type)
      throws ClassNotFoundException {
    var found = new TreeMap<String, Optional<String>>();
    ConfigMappings.getProperties(
            ConfigMappings.ConfigClass.configClass(Class.forName(type.getName())))
        .forEach(
            (key, property) ->
                found.put(
                    key.replace("[*]", "").replaceAll("\\*", "<name>"),
                    property.hasDefaultValue() && property.isLeaf()
                        ? Optional.of(property.asLeaf().getDefaultValue())
                        : property.isPrimitive() && property.asPrimitive().hasDefaultValue()
                            ? Optional.of(property.asPrimitive().getDefaultValue())
                            : Optional.empty()));
    return found;
  }
}
