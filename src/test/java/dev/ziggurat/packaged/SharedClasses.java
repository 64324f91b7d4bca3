package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import dev.ziggurat.db.embedded.SharedBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * How tests start the package when the start itself is not what they are about: with the first
 * compiler, the serial collector, and an archive of loaded classes. A start until its first tick
 * takes 5.5 s of CPU time then, instead of 16.5.
 *
 * <p>The archive is made once per package, by one process that ticks once and ends; that costs 5 s
 * of CPU time more than such a process costs anyway. (An AOT cache starts no faster and costs 16.)
 */
final class SharedClasses {

  private static final List<String> QUICK =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xmx512m");
  private static final Path ARCHIVE = Path.of("target/shared-classes.jsa").toAbsolutePath();
  private static final Duration DUMP = Duration.ofMinutes(3);

  private SharedClasses() {}

  /** Options of the JVM for a service or a command. */
  static synchronized List<String> options() throws IOException {
    if (!Files.exists(ARCHIVE) || isOlderThanThePackage()) {
      make();
    }
    var options = new ArrayList<>(QUICK);
    options.add("-XX:SharedArchiveFile=" + ARCHIVE);
    return options;
  }

  private static boolean isOlderThanThePackage() throws IOException {
    var made = Files.getLastModifiedTime(ARCHIVE);
    try (var files = Files.walk(PackagedProcess.JAR.getParent())) {
      for (var file : (Iterable<Path>) files::iterator) {
        if (Files.getLastModifiedTime(file).compareTo(made) > 0) {
          return true;
        }
      }
    }
    return false;
  }

  private static void make() throws IOException {
    Files.deleteIfExists(ARCHIVE);
    var folder = Files.createTempDirectory(ARCHIVE.getParent(), "shared-classes");
    var draft = folder.resolve("draft.jsa");
    var options = new ArrayList<>(QUICK);
    options.add("-XX:ArchiveClassesAtExit=" + draft);
    var database = SharedBinaries.at(folder.resolve("db"));
    var process =
        PackagedProcess.start(
            options,
            "demo",
            Map.of(),
            Map.of("ZIGGURAT_EMBEDDED_DATABASE", database.toString()),
            folder.resolve("log"));
    try {
      process.awaitReady();
      assertThat(process.tick("first").status()).as(process.log()).isEqualTo(200);
      process.get("/console/", "");
      process.terminate();
      process.awaitEnd(DUMP);
      // Other tests that began meanwhile see all of it or nothing.
      Files.move(draft, ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      process.kill();
    }
  }
}
