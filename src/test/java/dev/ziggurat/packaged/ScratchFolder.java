package dev.ziggurat.packaged;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;

/** A folder that lives longer than a test, and goes when it is closed. */
record ScratchFolder(Path path) implements AutoCloseable {

  static ScratchFolder named(String name) throws IOException {
    return new ScratchFolder(Files.createTempDirectory("ziggurat-" + name));
  }

  /**
   * Removes it with all that is in it; a link goes, what it leads to stays. A database server that
   * was killed may still be removing some of it itself.
   */
  @Override
  public void close() throws IOException {
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.deleteIfExists(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException gone) {
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException trouble)
              throws IOException {
            try {
              Files.deleteIfExists(folder);
            } catch (DirectoryNotEmptyException stillWrittenTo) {
              // It is in the system's folder for temporary files.
              return FileVisitResult.CONTINUE;
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
