package dev.ziggurat.linkage;

import java.util.List;

/**
 * What bytecode may name without its being there: {@code native-image} sees by the values of
 * constants, which {@link Linkage} does not follow, that it is never used.
 */
final class OptionalParts {

  private static final List<String> NAMES =
      List.of(
          // Every GraalVM brings them.
          "class org.graalvm.nativeimage.",
          "class org.graalvm.word.",
          // Hibernate: other formats of JSON and XML columns, Oracle's dialect.
          "class com.fasterxml.jackson.dataformat.xml.",
          "class jakarta.json.bind.",
          "class oracle.",
          // Netty and Vert.x: a TLS engine that they look for once.
          "class io.netty.internal.tcnative.",
          // Netty with a security manager, which no longer exists; Quarkus removes the rest of it.
          "method io.netty.util.internal.CleanerJava9.access$000",
          // Logging looks for other log systems and for WildFly's modules once.
          "class org.apache.log4j.",
          "class org.apache.logging.log4j.",
          "class org.jboss.modules.");

  private OptionalParts() {}

  static boolean include(String missing) {
    return NAMES.stream().anyMatch(missing::startsWith);
  }

  /** What is listed here for nothing. */
  static List<String> unused(Iterable<String> missing) {
    return NAMES.stream()
        .filter(
            name -> {
              for (var what : missing) {
                if (what.startsWith(name)) {
                  return false;
                }
              }
              return true;
            })
        .toList();
  }
}
