package dev.ziggurat;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./ziggurat} hands its arguments to the package and its options to the JVM. */
@DisabledOnOs(OS.WINDOWS)
class LauncherTest {

  private record Ended(int code, List<String> said) {}

  /** A JDK whose {@code java} tells what it was given, one argument per line. */
  private static final String TELLING_JAVA = "#!/bin/sh\nprintf '<%s>\\n' \"$@\"\nexit 75\n";

  @TempDir Path home;
  private Path jdk;

  @BeforeEach
  void copy() throws IOException {
    Files.createDirectories(home.resolve("a clone/.mvn"));
    Files.copy(Path.of(".mvn/jdk.sh"), home.resolve("a clone/.mvn/jdk.sh"));
    Files.copy(Path.of("ziggurat"), home.resolve("a clone/ziggurat"));
    jdk = Files.createDirectories(home.resolve("jdk"));
    Files.createDirectory(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"25.0.1\"\n");
    var java = Files.writeString(jdk.resolve("bin/java"), TELLING_JAVA);
    assertThat(java.toFile().setExecutable(true)).isTrue();
  }

  private Path built() throws IOException {
    var app = Files.createDirectories(home.resolve("a clone/target/quarkus-app"));
    return Files.createFile(app.resolve("quarkus-run.jar"));
  }

  @Test
  void optionsOfTheJvmComeFirstAndArgumentsLast() throws Exception {
    var jar = built().toRealPath();

    var ended =
        ziggurat(
            Map.of("JAVA_OPTS", "-Xmx256m -XX:+UseSerialGC"),
            "-Dquarkus.profile=demo",
            "tick",
            "--game=babylon",
            "-Dtold=two words",
            "--key=a * b");

    assertThat(ended.said())
        .containsExactly(
            "<-Xmx256m>",
            "<-XX:+UseSerialGC>",
            "<-XX:+AutoCreateSharedArchive>",
            "<-XX:SharedArchiveFile=" + classes("tick") + ">",
            "<-Xlog:disable>",
            "<-Xlog:all=error:stderr>",
            "<-Dquarkus.profile=demo>",
            "<-Dtold=two words>",
            "<-jar>",
            "<" + jar + ">",
            "<tick>",
            "<--game=babylon>",
            "<--key=a * b>");
    assertThat(ended.code()).as("the package's own exit code").isEqualTo(75);
  }

  @Test
  void theCacheOfThePackageIsUsedUnlessItIsOlder() throws Exception {
    var jar = built().toRealPath();
    var cache = Files.createFile(jar.resolveSibling("app.aot"));
    Files.setLastModifiedTime(jar, FileTime.fromMillis(1_000));

    assertThat(ziggurat(Map.of(), "tick").said())
        .containsExactly(
            "<-XX:AOTCache=" + cache + ">",
            "<-Xlog:disable>",
            "<-Xlog:all=error:stderr>",
            "<-jar>",
            "<" + jar + ">",
            "<tick>");
    assertThat(ziggurat(Map.of("ZIGGURAT_CLASSES", "off"), "tick").said())
        .doesNotContain("<-XX:AOTCache=" + cache + ">");

    Files.setLastModifiedTime(cache, FileTime.fromMillis(0));
    assertThat(ziggurat(Map.of(), "tick").said())
        .contains("<-XX:+AutoCreateSharedArchive>")
        .doesNotContain("<-XX:AOTCache=" + cache + ">");
  }

  @Test
  void itTrainsWithTheOptionsItWillRunWith() throws Exception {
    var jar = built().toRealPath();

    assertThat(ziggurat(Map.of("JAVA_OPTS", "-XX:+UseSerialGC"), "train", "-Xmx1g").said())
        .containsExactly(
            "<-cp>",
            "<" + jar + ">",
            "<dev.ziggurat.start.cache.CacheTraining>",
            "<-XX:+UseSerialGC>",
            "<-Xmx1g>");
  }

  @Test
  void withoutArgumentsItServes() throws Exception {
    var jar = built().toRealPath();
    assertThat(ziggurat(Map.of()).said())
        .contains("<-XX:SharedArchiveFile=" + classes("serve") + ">")
        .endsWith("<-jar>", "<" + jar + ">");
  }

  @Test
  void storesNoClassesWhenSwitchedOffOrForHelp() throws Exception {
    var jar = built().toRealPath();
    assertThat(ziggurat(Map.of("ZIGGURAT_CLASSES", "off"), "tick").said())
        .containsExactly("<-jar>", "<" + jar + ">", "<tick>");
    assertThat(ziggurat(Map.of(), "--help").said())
        .containsExactly("<-jar>", "<" + jar + ">", "<--help>");
  }

  @Test
  void removesTheClassesOfAnOlderPackage() throws Exception {
    var jar = built();
    var classes = Files.createFile(classes("serve"));

    ziggurat(Map.of());
    assertThat(classes).as("of this package").exists();

    Files.setLastModifiedTime(classes, FileTime.fromMillis(0));
    assertThat(Files.getLastModifiedTime(jar)).isGreaterThan(FileTime.fromMillis(0));
    ziggurat(Map.of());
    assertThat(classes).as("older than the package").doesNotExist();
  }

  private Path classes(String command) throws IOException {
    return home.toRealPath().resolve("a clone/target/classes-" + command + ".jsa");
  }

  @Test
  void aLinkToItWorksFromAnywhere() throws Exception {
    var jar = built().toRealPath();
    var link = Files.createSymbolicLink(home.resolve("linked"), home.resolve("a clone/ziggurat"));
    assertThat(run(link, Map.of(), "export").said())
        .endsWith("<-jar>", "<" + jar + ">", "<export>");
  }

  @Test
  void whatIsNotBuiltYetIsToldInOneLine() throws Exception {
    var ended = ziggurat(Map.of(), "tick");
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.said())
        .singleElement()
        .asString()
        .contains("not built yet", "a clone/mvnw package");
  }

  @Test
  void anOldJdkIsRefusedByName() throws Exception {
    built();
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"17.0.15\"\n");
    var ended = ziggurat(Map.of());
    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.said()).singleElement().asString().contains("JDK 25", "export JAVA_HOME=");
  }

  private Ended ziggurat(Map<String, String> environment, String... arguments) throws Exception {
    return run(home.resolve("a clone/ziggurat"), environment, arguments);
  }

  private Ended run(Path script, Map<String, String> environment, String... arguments)
      throws Exception {
    var said = home.resolve("said.txt");
    var line = new ArrayList<>(List.of("sh", script.toString()));
    line.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(line)
            .directory(home.toFile())
            .redirectErrorStream(true)
            .redirectOutput(said.toFile());
    builder.environment().keySet().removeAll(Set.of("JAVA_OPTS", "JDK_JAVA_OPTIONS"));
    builder.environment().put("JAVA_HOME", jdk.toString());
    builder.environment().putAll(environment);
    return new Ended(builder.start().waitFor(), Files.readAllLines(said));
  }
}
