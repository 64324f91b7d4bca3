package dev.ziggurat;

import dev.ziggurat.chain.ModelNotices;
import dev.ziggurat.command.Invocation;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Logs at start which providers are simulated and warns about the models in use. */
@Singleton
class ModelsAtStart {

  private final ModelNotices models;

  ModelsAtStart(ModelNotices models) {
    this.models = models;
  }

  void tell(@Observes StartupEvent start) {
    if (Invocation.isCommand()) {
      return;
    }
    models.warnings().forEach(Log::warn);
    var simulated = models.simulated();
    if (!simulated.isEmpty()) {
      Log.infof(
          "Simulated providers (no call leaves this machine, nothing is billed): %s", simulated);
    }
  }
}
