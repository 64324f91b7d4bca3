package dev.ziggurat.start;

import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What a starting thread is doing, by the names in its stack. Quarkus generates a class for each
 * step of a start and for each bean and observer, on the JVM and in a native executable alike.
 */
final class StartFrames {

  /** A generated class for one step that an extension recorded at build time. */
  private static final Pattern STEP =
      Pattern.compile("io\\.quarkus\\.runner\\.recorded\\.(\\w+)\\$(\\w*?[a-z])\\d+");

  private static final Pattern BEAN =
      Pattern.compile("(?:.*\\.)?(\\w+?)(_[\\w-]+_Synthetic)?_Bean");
  private static final Pattern OBSERVER =
      Pattern.compile("(?:.*\\.)?(\\w+?)_Observer_([A-Za-z]+)_.*");
  private static final Set<String> CREATIONS = Set.of("create", "doCreate");
  private static final String OURS = "dev.ziggurat.";
  private static final String MAIN = "dev.ziggurat.Ziggurat";
  private static final String APPLICATION = "io.quarkus.runner.ApplicationImpl";
  private static final String START = "io.quarkus.runtime.Application";

  private StartFrames() {}

  /**
   * The phase: a step of Quarkus, or what happens outside of all of them.
   *
   * @param stack innermost call first
   */
  static String phase(StackTraceElement[] stack) {
    for (var index = stack.length - 1; index >= 0; index--) {
      var step = STEP.matcher(stack[index].getClassName());
      if (step.matches()) {
        return step.group(1) + '.' + step.group(2);
      }
    }
    return betweenSteps(stack)
        .or(() -> outermost(stack, frame -> frame.startsWith(OURS) && !frame.startsWith(MAIN)))
        .orElse("entry");
  }

  /** What the application itself calls between its steps, such as to read the configuration. */
  private static Optional<String> betweenSteps(StackTraceElement[] stack) {
    for (var index = 0; index < stack.length; index++) {
      if (stack[index].getClassName().equals(APPLICATION)) {
        return Optional.of("between steps" + (index == 0 ? "" : ": " + name(stack[index - 1])));
      }
    }
    return Optional.empty();
  }

  /** The bean that is created, or the observer that is notified: the innermost, if any. */
  static Optional<String> bean(StackTraceElement[] stack) {
    return Stream.of(stack).flatMap(frame -> bean(frame).stream()).findFirst();
  }

  private static Optional<String> bean(StackTraceElement frame) {
    if (CREATIONS.contains(frame.getMethodName())) {
      var bean = BEAN.matcher(frame.getClassName());
      return bean.matches() ? Optional.of(bean.group(1)) : Optional.empty();
    }
    if (frame.getMethodName().equals("notify")) {
      var observer = OBSERVER.matcher(frame.getClassName());
      return observer.matches()
          ? Optional.of(observer.group(1) + ", observer " + observer.group(2))
          : Optional.empty();
    }
    return Optional.empty();
  }

  /** Whether the application is being started: no longer so once it listens. */
  static boolean isStarting(StackTraceElement[] stack) {
    return Stream.of(stack)
        .anyMatch(
            frame -> frame.getClassName().equals(START) && frame.getMethodName().equals("start"));
  }

  private static Optional<String> outermost(StackTraceElement[] stack, Predicate<String> wanted) {
    for (var index = stack.length - 1; index >= 0; index--) {
      if (wanted.test(stack[index].getClassName())) {
        return Optional.of(name(stack[index]));
      }
    }
    return Optional.empty();
  }

  private static String name(StackTraceElement frame) {
    var type = frame.getClassName();
    return type.substring(type.lastIndexOf('.') + 1) + '.' + frame.getMethodName();
  }
}
