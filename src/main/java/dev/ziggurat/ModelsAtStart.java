package dev.ziggurat;

import dev.ziggurat.chain.ModelNotices;
import dev.ziggurat.command.Invocation;
import io.quarkus.logging.Log;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/** Says once at start what is worth knowing of the models in use. */
@Singleton
class ModelsAtStart {

  private final ModelNotices models;

  ModelsAtStart(ModelNotices models) {
    this.models = models;
  }

  /** A command that asks for nothing of the database does not wait for this. */
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
