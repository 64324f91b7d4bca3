package dev.ziggurat;

import static java.util.stream.Collectors.toCollection;
import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.ConfigMappings;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Holds the settings' documents to the code: no setting is missing, stale, or told wrongly. */
class ConfigurationDocumentTest {

  private static final Path DOCUMENT = Path.of("docs/configuration.md");
  private static final Path README = Path.of("README.md");

  /** Handed over by Ziggurat to itself at start. */
  private static final Set<String> NOT_THE_OPERATORS =
      Set.of(
          "ziggurat.embedded.jdbc-url", "ziggurat.embedded.username", "ziggurat.embedded.password");

  /** Of the Lambda package, whose sources this build leaves out. */
  private static final Map<String, String> OF_LAMBDA = Map.of("ziggurat.lambda.margin", "500ms");

  private static final Pattern ROW = Pattern.compile("\\| (`.*) \\| .* \\| (.*) \\| (`.*`) \\|");
  private static final Pattern README_ROW = Pattern.compile("\\| (`.*) \\| .* \\| (.*) \\|");
  private static final Pattern CODE = Pattern.compile("`([^`]*)`");
  private static final Pattern ALIAS = Pattern.compile("\\$\\{([A-Za-z0-9_.-]+)[:}].*");

  /** Keys of all mappings, and their defaults where they have one. */
  private static final Map<String, Optional<String>> KEYS = new TreeMap<>();

  /** What fills a key: another key, or a variable. */
  private static final Map<String, String> ALIASES = new TreeMap<>();

  /** What dev and demo take instead. */
  private static final Map<String, String> IN_DEMO = new TreeMap<>();

  private record Row(String key, String preset, String example) {}

  @BeforeAll
  static void readTheCode() throws IOException, ClassNotFoundException {
    for (var type :
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.ziggurat")) {
      if (type.isAnnotatedWith(ConfigMapping.class)) {
        addKeys(type);
      }
    }
    OF_LAMBDA.forEach((key, preset) -> KEYS.put(key, Optional.of(preset)));
    KEYS.keySet().removeAll(NOT_THE_OPERATORS);
    var properties = new Properties();
    properties.load(
        new StringReader(Files.readString(Path.of("src/main/resources/application.properties"))));
    properties.forEach((key, value) -> addProperty((String) key, (String) value));
  }

  private static void addKeys(JavaClass type) throws ClassNotFoundException {
    var properties =
        ConfigMappings.getProperties(
            ConfigMappings.ConfigClass.configClass(Class.forName(type.getName())));
    properties.forEach(
        (key, property) ->
            KEYS.put(
                key.replace("settings.added.*.", "settings.added.fifth.")
                    .replace(".*.", ".default.")
                    .replace("[*]", ""),
                property.hasDefaultValue() && property.isLeaf()
                    ? Optional.of(property.asLeaf().getDefaultValue())
                    : property.isPrimitive() && property.asPrimitive().hasDefaultValue()
                        ? Optional.of(property.asPrimitive().getDefaultValue())
                        : Optional.empty()));
  }

  private static void addProperty(String key, String value) {
    var inDemo = key.startsWith("%dev,demo");
    var plain = inDemo ? key.replaceFirst("%[a-z,]*\\.", "") : key;
    var alias = ALIAS.matcher(value);
    if (!key.startsWith("%") && alias.matches()) {
      ALIASES.put(plain, alias.group(1));
    } else if (inDemo && KEYS.containsKey(plain) && !value.startsWith("${")) {
      IN_DEMO.put(plain, value);
    }
  }

  private static String toldAs(String key) {
    return ALIASES.getOrDefault(key, key);
  }

  private static List<Row> rows() throws IOException {
    var rows = new ArrayList<Row>();
    for (var line : Files.readAllLines(DOCUMENT)) {
      var row = ROW.matcher(line);
      if (row.matches()) {
        rows.add(
            new Row(codes(row.group(1)).getFirst(), row.group(2), codes(row.group(3)).getFirst()));
      }
    }
    return rows;
  }

  private static List<String> codes(String cell) {
    return CODE.matcher(cell).results().map(code -> code.group(1)).toList();
  }

  private static Set<String> wanted() {
    var wanted = KEYS.keySet().stream().map(ConfigurationDocumentTest::toldAs);
    return wanted.collect(toCollection(TreeSet::new));
  }

  @Test
  void everySettingHasARowAndEveryRowASetting() throws IOException {
    assertThat(KEYS).hasSizeGreaterThan(60);
    var rows = rows().stream().map(Row::key).toList();
    assertThat(rows).doesNotHaveDuplicates().containsAll(wanted());
    assertThat(rows)
        .filteredOn(key -> !key.startsWith("QUARKUS_") && !key.startsWith("OTEL_"))
        .isSubsetOf(wanted());
  }

  @Test
  void defaultsAreThoseOfTheCode() throws IOException {
    var rows = rows().stream().collect(toMap(Row::key, Row::preset));
    KEYS.forEach(
        (key, preset) -> {
          var cell = rows.get(toldAs(key));
          assertThat(cell)
              .as(key)
              .startsWith(preset.map(value -> "`" + value + "`").orElse("none"));
        });
    IN_DEMO.forEach(
        (key, value) -> assertThat(rows.get(key)).as(key).endsWith("; dev, demo: `" + value + "`"));
  }

  @Test
  void examplesAreLinesToExport() throws IOException {
    for (var row : rows()) {
      var variable = row.key().toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "_");
      assertThat(row.example())
          .startsWith(variable + "=")
          .hasSizeGreaterThan(variable.length() + 1);
    }
  }

  /** A cell of the README may name siblings: {@code `ziggurat.live.listeners`, `.most-events`}. */
  @Test
  void theReadmeNamesTheSame() throws IOException {
    var named = new LinkedHashMap<String, String>();
    for (var line : Files.readAllLines(README)) {
      var row = README_ROW.matcher(line);
      if (row.matches()) {
        var first = "";
        for (var code : codes(row.group(1))) {
          var sibling = code.startsWith(".");
          first = sibling ? first : code;
          named.put(
              sibling ? first.substring(0, first.lastIndexOf('.')) + code : code, row.group(2));
        }
      }
    }
    assertThat(named.keySet())
        .filteredOn(name -> name.startsWith("ziggurat."))
        .isSubsetOf(wanted());
    KEYS.forEach(
        (key, preset) -> {
          var told = toldAs(key);
          if (told.startsWith("ziggurat.")) {
            assertThat(named).containsKey(told);
            preset.ifPresent(value -> assertThat(named.get(told)).as(told).contains(value));
          } else {
            assertThat(readme()).contains("`" + told);
          }
        });
  }

  private static String readme() {
    try {
      return Files.readString(README);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
