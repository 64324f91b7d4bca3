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

  /** After the thread's name. */
  private static final int USER_TIME = 11;

  private static final long MILLIS_PER_TICK = 10;

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

  /** CPU time so far of the threads in which JVMs compile. */
  public Duration compiling() {
    return processes.get().map(Meter::compiling).reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration compiling(ProcessHandle process) {
    try (var threads = Files.list(Path.of("/proc/" + process.pid() + "/task"))) {
      var ticks = threads.mapToLong(Meter::compilingTicks).sum();
      return Duration.ofMillis(ticks * MILLIS_PER_TICK);
    } catch (NoSuchFileException ended) {
      return Duration.ZERO;
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** The user and system time of one thread; see proc_pid_stat(5), fields 14 and 15. */
  private static long compilingTicks(Path thread) {
    try {
      var stat = Files.readString(thread.resolve("stat"));
      var name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
      if (!name.startsWith("C1 Comp") && !name.startsWith("C2 Comp")) {
        return 0;
      }
      var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
      return Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1]);
    } catch (IOException ended) {
      return 0;
    }
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
