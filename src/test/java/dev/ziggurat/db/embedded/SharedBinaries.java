package dev.ziggurat.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Spares each test the unpacking of a server: all folders share one set of binaries. */
public final class SharedBinaries {

  private static final Path BINARIES = Path.of("target/postgres-binaries").toAbsolutePath();

  private SharedBinaries() {}

  /** Creates the folder of a server, which has its binaries already once one server was started. */
  public static Path at(Path folder) throws IOException {
    Files.createDirectories(BINARIES);
    Files.createDirectories(folder);
    Files.createSymbolicLink(folder.resolve("binaries"), BINARIES);
    return folder;
  }
}
