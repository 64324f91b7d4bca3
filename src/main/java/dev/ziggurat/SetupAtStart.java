package dev.ziggurat;

import dev.ziggurat.chain.ChainCandidates;
import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.trigger.MissingSetup;
import io.quarkus.logging.Log;
import io.quarkus.vertx.http.HttpServerStart;
import jakarta.enterprise.event.ObservesAsync;
import jakarta.inject.Singleton;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Once the server listens, logs what the installation still lacks, and loads what the first tick
 * would otherwise wait for. Neither a command nor a Lambda function has a server, so both start
 * without asking the database.
 */
@Singleton
class SetupAtStart {

  private final MissingSetup setup;
  private final Settings settings;
  private final ChainCandidates candidates;
  private final boolean hasDatabase;

  SetupAtStart(
      MissingSetup setup,
      Settings settings,
      ChainCandidates candidates,
      @ConfigProperty(name = "quarkus.datasource.active", defaultValue = "true")
          boolean hasDatabase) {
    this.setup = setup;
    this.settings = settings;
    this.candidates = candidates;
    this.hasDatabase = hasDatabase;
  }

  void tell(@ObservesAsync HttpServerStart started) {
    if (!hasDatabase) {
      return;
    }
    try {
      setup.find().forEach(missing -> Log.warnf("Still missing: %s", missing));
      candidates.candidates(settings.current());
    } catch (DatabaseException away) {
      Log.warnf("Could not check what is still missing: %s", away.getMessage());
    }
  }
}
