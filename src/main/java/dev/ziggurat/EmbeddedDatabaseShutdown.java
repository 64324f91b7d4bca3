package dev.ziggurat;

import dev.ziggurat.db.EmbeddedDatabase;
import dev.ziggurat.db.EmbeddedDatabaseSettings;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Stops the embedded database at a regular shutdown, after all other beans have stopped. */
@Singleton
class EmbeddedDatabaseShutdown {

  private final EmbeddedDatabaseSettings settings;

  EmbeddedDatabaseShutdown(EmbeddedDatabaseSettings settings) {
    this.settings = settings;
  }

  void leaveDatabase(@Observes @Priority(Integer.MAX_VALUE) ShutdownEvent event) {
    if (settings.jdbcUrl().isEmpty() || isLiveReload()) {
      return;
    }
    settings
        .folder()
        .ifPresent(folder -> EmbeddedDatabase.find().ifPresent(server -> server.leave(folder)));
  }

  /** In dev mode the application stops at each reload; the JVM stops only at the end. */
  private static boolean isLiveReload() {
    return LaunchMode.current() == LaunchMode.DEVELOPMENT && !isJvmEnding();
  }

  /** Detects a JVM shutdown: registering a hook then fails; there is no other API for this. */
  private static boolean isJvmEnding() {
    var hook = new Thread(() -> {});
    try {
      Runtime.getRuntime().addShutdownHook(hook);
      Runtime.getRuntime().removeShutdownHook(hook);
      return false;
    } catch (IllegalStateException ending) {
      return true;
    }
  }
}
