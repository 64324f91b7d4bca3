package dev.ziggurat.start;

import com.sun.management.OperatingSystemMXBean;
import dev.ziggurat.start.StartCosts.Cost;
import io.quarkus.logging.Log;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures a start from the process to the listening server ({@code ziggurat.start.trace}). A
 * thread looks every millisecond at what the starting thread is doing, and counts the time since
 * its last look, and the CPU time of the whole process, for the phase and the bean it finds there.
 * So nothing need be instrumented, a native executable is measured as the JVM is, and the sums are
 * complete. Without the setting there is no thread.
 */
public final class StartTrace implements Runnable {

  private static final String SETTING = "ziggurat.start.trace";
  private static final String VARIABLE = "ZIGGURAT_START_TRACE";
  private static final long INTERVAL_NANOS = 1_000_000;

  /** A start that takes longer is no longer watched. */
  private static final Duration LONGEST = Duration.ofMinutes(10);

  private final Thread starting;
  private final StartCosts costs = new StartCosts();
  private final OperatingSystemMXBean process;
  private final ThreadMXBean threads;
  private long lastNanos;
  private long lastCpuNanos;
  private long ownCpuNanos;

  private StartTrace(Thread starting, OperatingSystemMXBean process) {
    this.starting = starting;
    this.process = process;
    this.threads = ManagementFactory.getThreadMXBean();
    this.lastNanos = System.nanoTime();
    this.lastCpuNanos = process.getProcessCpuTime();
    costs.phase("before main", new Cost(sinceProcessStart().toNanos(), lastCpuNanos));
  }

  /** Begins to watch the calling thread, which is about to start the service, if that is wanted. */
  public static void beginIfWanted() {
    var wanted =
        Optional.ofNullable(System.getProperty(SETTING))
            .or(() -> Optional.ofNullable(System.getenv(VARIABLE)));
    if (wanted.filter("true"::equalsIgnoreCase).isPresent()
        && ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean process) {
      Thread.ofPlatform()
          .daemon()
          .name("start-trace")
          .start(new StartTrace(Thread.currentThread(), process));
    }
  }

  private static Duration sinceProcessStart() {
    return ProcessHandle.current()
        .info()
        .startInstant()
        .map(began -> Duration.between(began, Instant.now()))
        .filter(Duration::isPositive)
        .orElse(Duration.ZERO);
  }

  @Override
  public void run() {
    var deadlineNanos = lastNanos + LONGEST.toNanos();
    var hasBegun = false;
    while (starting.isAlive() && lastNanos - deadlineNanos < 0) {
      LockSupport.parkNanos(INTERVAL_NANOS);
      var stack = starting.getStackTrace();
      var isStarting = StartFrames.isStarting(stack);
      if (hasBegun && !isStarting) {
        Log.info(costs);
        return;
      }
      hasBegun |= isStarting;
      count(stack);
    }
  }

  /** What has passed since the last look; the CPU time of looking is a phase of its own. */
  private void count(StackTraceElement[] stack) {
    var phase = StartFrames.phase(stack);
    var bean = StartFrames.bean(stack);
    var nanos = System.nanoTime();
    var cpuNanos = process.getProcessCpuTime();
    var ownNanos = ownCpuNanos();
    var own = ownNanos - ownCpuNanos;
    var cost = new Cost(nanos - lastNanos, Math.max(0, cpuNanos - lastCpuNanos - own));
    costs.phase(phase, cost);
    bean.ifPresent(name -> costs.bean(name, cost));
    costs.phase("this trace", new Cost(0, own));
    lastNanos = nanos;
    lastCpuNanos = cpuNanos;
    ownCpuNanos = ownNanos;
  }

  private long ownCpuNanos() {
    return threads.isCurrentThreadCpuTimeSupported()
        ? Math.max(0, threads.getCurrentThreadCpuTime())
        : 0;
  }
}
