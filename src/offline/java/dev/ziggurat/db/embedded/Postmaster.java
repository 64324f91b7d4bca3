package dev.ziggurat.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The server process that a cluster's {@code postmaster.pid} names. Lines of that file: process id,
 * data directory, start, port, socket directory, listen address, shared memory, state (PostgreSQL,
 * "Database File Layout" and miscadmin.h).
 *
 * @param port 0 until the server has written it
 */
record Postmaster(long pid, int port) {

  private static final int PORT_LINE = 3;

  static Path file(Path data) {
    return data.resolve("postmaster.pid");
  }

  /** The content of the file, possibly stale; empty if there is none. */
  static Optional<Postmaster> read(Path data) throws IOException {
    var file = file(data);
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var lines = Files.readAllLines(file);
    try {
      var port = lines.size() > PORT_LINE ? Integer.parseInt(lines.get(PORT_LINE).strip()) : 0;
      return Optional.of(new Postmaster(Long.parseLong(lines.getFirst().strip()), port));
    } catch (NumberFormatException | java.util.NoSuchElementException cutShort) {
      // A crash can leave an empty or partial file: it names no process.
      return Optional.of(new Postmaster(0, 0));
    }
  }

  /** The process, if it is alive and a PostgreSQL server: process ids are reused. */
  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(
            process ->
                process
                    .info()
                    .command()
                    .map(command -> Path.of(command).getFileName().toString())
                    .filter(name -> name.startsWith("postgres"))
                    .isPresent());
  }
}
