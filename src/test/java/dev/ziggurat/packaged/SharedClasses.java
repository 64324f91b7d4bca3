package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

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
    var draft = ARCHIVE.resolveSibling("shared-classes.draft");
    var options = new ArrayList<>(QUICK);
    options.add("-XX:ArchiveClassesAtExit=" + draft);
    try (var scratch = ScratchFolder.named("shared-classes");
        var installation = Installation.quick(scratch.path(), options)) {
      train(installation.start("demo", Installation.UNHURRIED));
    }
    // Only once all of it is there.
    Files.move(draft, ARCHIVE, StandardCopyOption.ATOMIC_MOVE);
  }

  private static void train(PackagedProcess process) {
    assertThat(process.tick("first").status()).as(process.log()).isEqualTo(200);
    process.get("/console/", "");
    process.terminate();
    try {
      process.awaitEnd(DUMP);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
