package dev.ziggurat.gateway;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Another program that ran to its end.
 *
 * @param said on both of its streams
 */
record Program(int status, String said) {

  private static final int PATIENCE_SECONDS = 180;

  /** Whether there is one of this name. */
  static boolean isThere(String name) throws InterruptedException {
    try {
      return new ProcessBuilder(name, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException notThere) {
      return false;
    }
  }

  /** Runs one in a folder; one that does not end is ended. */
  static Program run(Path folder, Map<String, String> environment, String... command)
      throws IOException, InterruptedException {
    var log = Files.createTempFile(folder, "program", ".log");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    builder.environment().putAll(environment);
    var process = builder.start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
    return new Program(process.waitFor(), Files.readString(log));
  }
}
