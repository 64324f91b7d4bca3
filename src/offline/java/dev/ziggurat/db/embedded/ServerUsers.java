package dev.ziggurat.db.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The processes that use a server, as files named by process id that contain the process's start
 * time (ids are reused). The file of a killed process is ignored.
 */
record ServerUsers(Path folder) {

  void join() throws IOException {
    Files.createDirectories(folder);
    var self = ProcessHandle.current();
    Files.writeString(file(self), startOf(self));
  }

  void leave() throws IOException {
    Files.deleteIfExists(file(ProcessHandle.current()));
  }

  boolean isEmpty() throws IOException {
    if (!Files.isDirectory(folder)) {
      return true;
    }
    try (var files = Files.list(folder)) {
      return files.noneMatch(ServerUsers::isAlive);
    }
  }

  private Path file(ProcessHandle process) {
    return folder.resolve(Long.toString(process.pid()));
  }

  private static boolean isAlive(Path file) {
    try {
      var start = Files.readString(file);
      return ProcessHandle.of(Long.parseLong(file.getFileName().toString()))
          .filter(ProcessHandle::isAlive)
          .filter(process -> startOf(process).equals(start))
          .isPresent();
    } catch (NumberFormatException strangersFile) {
      return false;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toString).orElse("");
  }
}
