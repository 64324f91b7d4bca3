package dev.ziggurat.db.embedded;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;

/** Copies the folder of a stopped server, so that another one begins from the same bytes. */
public final class FolderCopy extends SimpleFileVisitor<Path> {

  private final Path from;
  private final Path to;

  private FolderCopy(Path from, Path to) {
    this.from = from;
    this.to = to;
  }

  /** Copies with rights and links. The target must not exist yet, its parent must. */
  public static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(from, new FolderCopy(from, to));
  }

  @Override
  public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
      throws IOException {
    return copied(directory);
  }

  @Override
  public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
    return copied(file);
  }

  private FileVisitResult copied(Path path) throws IOException {
    Files.copy(
        path,
        to.resolve(from.relativize(path)),
        StandardCopyOption.COPY_ATTRIBUTES,
        LinkOption.NOFOLLOW_LINKS);
    return FileVisitResult.CONTINUE;
  }
}
