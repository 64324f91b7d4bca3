package dev.ziggurat.packaged;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A command of the package, run as cron or an operator runs it. */
final class PackagedCommand {

  private static final int END_SECONDS = 240;

  private final Process process;
  private final Path out;
  private final Path err;

  private PackagedCommand(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /** How it ended, and what it said where. */
  record Ended(int exitCode, String out, String err) {

    /** Standard output, which must hold one JSON value and nothing else. */
    JsonNode json() {
      try {
        assertThat(out.strip().lines()).as(toString()).hasSize(1);
        return new ObjectMapper().readTree(out);
      } catch (JsonProcessingException e) {
        throw new UncheckedIOException(toString(), e);
      }
    }

    /** The report of the one tick that was asked for. */
    JsonNode report() {
      assertThat(json().path("ticks")).as(toString()).hasSize(1);
      return json().path("ticks").get(0);
    }

    Ended with(int expected) {
      assertThat(exitCode).as(toString()).isEqualTo(expected);
      return this;
    }
  }

  /**
   * Starts it.
   *
   * @param input what is on its standard input
   */
  static PackagedCommand start(
      Map<String, String> environment, Path folder, String input, String... arguments)
      throws IOException {
    Files.createDirectories(folder);
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(SharedClasses.options());
    command.add("-Xmx256m");
    command.add("-jar");
    command.add(PackagedProcess.JAR.toString());
    command.addAll(List.of(arguments));
    var in = Files.writeString(Files.createTempFile(folder, "command", ".in"), input);
    var out = Files.createTempFile(folder, "command", ".out");
    var err = Files.createTempFile(folder, "command", ".err");
    var builder =
        new ProcessBuilder(command)
            .redirectInput(in.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().keySet().removeIf(PackagedProcess::isOurs);
    builder.environment().putAll(environment);
    return new PackagedCommand(builder.start(), out, err);
  }

  /** Waits for its end. */
  Ended end() throws IOException, InterruptedException {
    if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().onExit().join();
      assertThat(false).as("it does not end; it said %s", Files.readString(err)).isTrue();
    }
    return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
  }

  /** Asks it to end, as a container's stop does. */
  void interrupt() {
    process.destroy();
  }
}
