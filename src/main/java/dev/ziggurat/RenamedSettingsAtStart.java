package dev.ziggurat;

import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.Config;

/** Logs a warning at start for each setting that has a former name or was removed. */
@Singleton
class RenamedSettingsAtStart {

  private final Config config;

  RenamedSettingsAtStart(Config config) {
    this.config = config;
  }

  void warn(@Observes StartupEvent start) {
    for (var warning : RenamedSettings.warnings(config)) {
      Log.warn(warning);
    }
  }
}
