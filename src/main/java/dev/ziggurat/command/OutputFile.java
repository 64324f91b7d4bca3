package dev.ziggurat.command;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file that a command writes: replaced once everything is written, else left as it was. */
record OutputFile(Path path) {

  /** Writes what the file shall hold. */
  @FunctionalInterface
  interface Content {

    /** Writes all of it; does not close the stream. */
    void write(OutputStream out) throws IOException;
  }

  /**
   * Checks where it is to be.
   *
   * @throws CommandFault if it cannot be written there
   */
  void check() {
    if (!Files.isDirectory(folder())) {
      throw CommandFault.misused("--file", "there is no folder " + folder());
    }
    if (Files.isDirectory(path)) {
      throw CommandFault.misused("--file", path + " is a folder");
    }
  }

  /** Writes it. */
  void write(Content content) throws IOException {
    var draft = Files.createTempFile(folder(), path.getFileName().toString(), ".part");
    try {
      try (var out = new BufferedOutputStream(Files.newOutputStream(draft))) {
        content.write(out);
      }
      Files.move(draft, path, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(draft);
    }
  }

  private Path folder() {
    return path.toAbsolutePath().normalize().getParent();
  }
}
