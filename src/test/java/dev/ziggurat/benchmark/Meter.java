package dev.ziggurat.benchmark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What some processes take of the machine; Linux only. */
public final class Meter {

  private static final int KIBI = 1024;

  private final Supplier<Stream<ProcessHandle>> processes;

  private Meter(Supplier<Stream<ProcessHandle>> processes) {
    this.processes = processes;
  }

  /** Of one process. */
  public static Meter of(ProcessHandle process) {
    return new Meter(() -> Stream.of(process));
  }

  /** Of a process and all that it started and that is still there. */
  public static Meter ofFamily(ProcessHandle process) {
    return new Meter(() -> Stream.concat(Stream.of(process), process.descendants()));
  }

  /** CPU time so far. */
  public Duration cpu() {
    return processes
        .get()
        .flatMap(process -> process.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  /** Resident memory now, in MiB. */
  public long resident() {
    return processes.get().mapToLong(Meter::residentKibi).sum() / KIBI;
  }

  private static long residentKibi(ProcessHandle process) {
    try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .sum();
    } catch (NoSuchFileException ended) {
      return 0;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
