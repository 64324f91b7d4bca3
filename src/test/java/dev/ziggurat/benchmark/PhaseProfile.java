package dev.ziggurat.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordingFile;

/**
 * How CPU time and allocated bytes of ticks are divided between their phases: the shares of the
 * samples of a flight recording, by what the sampled threads were doing.
 */
public final class PhaseProfile {

  /** What a thread does, by a method that is on its stack; the first that fits. */
  public enum Phase {
    /** The briefing state is loaded and turns are created. */
    PLAN("dev.ziggurat.tick.Plan.run"),
    /** Decisions and attempts are written. */
    JOURNAL("dev.ziggurat.tick.Journal.write", "dev.ziggurat.tick.GroupCommit.run"),
    /** Actions are applied and written. */
    APPLY("dev.ziggurat.tick.Apply.run"),
    /** The clock is advanced, the report and the sums are written. */
    CLOSE("dev.ziggurat.tick.Close.run"),
    /** The chain asks a provider and reads its answer. */
    CALL("dev.ziggurat.chain.Chain"),
    /** An agent is briefed, its answer becomes a decision. */
    TURN("dev.ziggurat.tick.TurnCalls.run"),
    /** Turns are marked as asking. */
    MARK("dev.ziggurat.tick.Think.run"),
    /** Bytes are sent and received. */
    NETWORK("io.netty.util.concurrent.SingleThreadEventExecutor", "io.netty.channel.nio"),
    /** All else. */
    OTHER;

    private final List<String> methods;

    Phase(String... methods) {
      this.methods = List.of(methods);
    }

    private boolean isOn(List<RecordedFrame> stack) {
      return methods.isEmpty() || stack.stream().map(PhaseProfile::name).anyMatch(this::isOneOf);
    }

    private boolean isOneOf(String method) {
      return methods.stream().anyMatch(method::startsWith);
    }
  }

  /**
   * Shares of one phase.
   *
   * @param cpu of the CPU time of threads that run Java, from 0 to 1
   * @param allocated of the allocated bytes, from 0 to 1
   */
  public record Share(double cpu, double allocated) {}

  private final Map<Phase, Share> shares = new EnumMap<>(Phase.class);

  private PhaseProfile(Map<Phase, Double> cpu, Map<Phase, Double> allocated) {
    var allCpu = sum(cpu);
    var allAllocated = sum(allocated);
    for (var phase : Phase.values()) {
      shares.put(
          phase,
          new Share(
              cpu.getOrDefault(phase, 0.0) / allCpu,
              allocated.getOrDefault(phase, 0.0) / allAllocated));
    }
  }

  private static double sum(Map<Phase, Double> weights) {
    return Math.max(1, weights.values().stream().mapToDouble(Double::doubleValue).sum());
  }

  /** Reads a recording with the events of {@code phases.jfc}. */
  public static PhaseProfile read(Path file) throws IOException {
    var cpu = new EnumMap<Phase, Double>(Phase.class);
    var allocated = new EnumMap<Phase, Double>(Phase.class);
    try (var events = new RecordingFile(file)) {
      while (events.hasMoreEvents()) {
        var event = events.readEvent();
        switch (event.getEventType().getName()) {
          case "jdk.CPUTimeSample" -> cpu.merge(phase(event), 1.0, Double::sum);
          // Not the sampled event: what a thread allocated before the recording is the weight of
          // its
          // first sample.
          case "jdk.ObjectAllocationInNewTLAB" ->
              allocated.merge(phase(event), (double) event.getLong("tlabSize"), Double::sum);
          case "jdk.ObjectAllocationOutsideTLAB" ->
              allocated.merge(phase(event), (double) event.getLong("allocationSize"), Double::sum);
          default -> {
            // Of the recording itself.
          }
        }
      }
    }
    return new PhaseProfile(cpu, allocated);
  }

  private static Phase phase(RecordedEvent event) {
    var stack = event.getStackTrace();
    if (stack == null) {
      return Phase.OTHER;
    }
    for (var phase : Phase.values()) {
      if (phase.isOn(stack.getFrames())) {
        return phase;
      }
    }
    return Phase.OTHER;
  }

  private static String name(RecordedFrame frame) {
    var method = frame.getMethod();
    return method.getType().getName() + '.' + method.getName();
  }

  /** The shares by phase. */
  public Map<Phase, Share> shares() {
    return Map.copyOf(shares);
  }

  /** One line for each phase, that with the most CPU time first. */
  public String table(double cpuMicros, double allocatedKibi) {
    var text = new StringBuilder();
    shares.entrySet().stream()
        .sorted(
            Comparator.comparingDouble((Map.Entry<Phase, Share> each) -> each.getValue().cpu())
                .reversed())
        .forEach(
            each ->
                text.append(
                    "  %-8s %5.1f %% %6.0f us   %5.1f %% %6.1f KiB%n"
                        .formatted(
                            each.getKey().name().toLowerCase(Locale.ROOT),
                            100 * each.getValue().cpu(),
                            cpuMicros * each.getValue().cpu(),
                            100 * each.getValue().allocated(),
                            allocatedKibi * each.getValue().allocated())));
    return text.toString();
  }
}
