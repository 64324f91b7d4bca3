package dev.ziggurat.db.embedded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The paths in the folder of an embedded server.
 *
 * @param root absolute
 */
record ServerFolder(Path root) {

  private static final int PASSWORD_BYTES = 24;

  static ServerFolder at(Path folder) throws IOException {
    var root = folder.toAbsolutePath().normalize();
    Files.createDirectories(root);
    return new ServerFolder(root.toRealPath());
  }

  /** The database cluster. */
  Path data() {
    return root.resolve("data");
  }

  /**
   * The unpacked server. A folder of its own: Zonky deletes what looks like an old cluster beside
   * the binaries.
   */
  Path binaries() {
    return root.resolve("binaries");
  }

  /** Output of initdb and of the last start. */
  Path startLog() {
    return root.resolve("start.log");
  }

  /** Locked while a server of this folder is searched, started or stopped. */
  Path lockFile() {
    return root.resolve("gate.lock");
  }

  /** One file per process that has the server open. */
  Path users() {
    return root.resolve("users");
  }

  /** The superuser's password: generated at the first call, readable only by the owner. */
  String password() throws IOException {
    var file = root.resolve("password");
    if (!Files.exists(file)) {
      var drawn = new byte[PASSWORD_BYTES];
      new SecureRandom().nextBytes(drawn);
      var draft = Files.createTempFile(root, "password", ".new");
      if (draft.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(draft, PosixFilePermissions.fromString("rw-------"));
      }
      Files.writeString(draft, HexFormat.of().formatHex(drawn));
      Files.move(draft, file);
    }
    return Files.readString(file).strip();
  }
}
