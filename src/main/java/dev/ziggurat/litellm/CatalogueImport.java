package dev.ziggurat.litellm;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ziggurat.audit.Audit;
import dev.ziggurat.catalogue.ModelRegistry;
import dev.ziggurat.db.Database;
import dev.ziggurat.http.IfMatch;
import dev.ziggurat.settings.Settings;
import dev.ziggurat.settings.SettingsStore;
import dev.ziggurat.settings.SettingsView;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.inject.Singleton;
import jakarta.ws.rs.BadRequestException;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;

/**
 * Imports all entries of a configuration or none, as one new version of the settings with one audit
 * entry.
 */
@Singleton
class CatalogueImport {

  private static final String SUBJECT = "models";

  private final Database database;
  private final SettingsStore store;
  private final Settings settings;
  private final ModelRegistry registry;
  private final ConfigReader reader;
  private final ProviderNames names;
  private final Audit audit;
  private final InstantSource time;

  CatalogueImport(
      Database database,
      SettingsStore store,
      Settings settings,
      ModelRegistry registry,
      ConfigReader reader,
      ProviderNames names,
      Audit audit,
      InstantSource time) {
    this.database = database;
    this.store = store;
    this.settings = settings;
    this.registry = registry;
    this.reader = reader;
    this.names = names;
    this.audit = audit;
    this.time = time;
  }

  /**
   * Imports a configuration.
   *
   * @param dryRun whether to only report what would change
   * @throws HttpProblem 400 with all errors of the configuration; nothing was changed
   */
  ModelImportResult importModels(JsonNode config, IfMatch expected, boolean dryRun) {
    // Queries the database on another connection, so it must run before the transaction.
    settings.current();
    var imported =
        database.inTransaction(
            () -> {
              var before = store.lock();
              expected.check(before.version());
              var problems = new ImportProblems();
              var read = reader.read(config, problems);
              var plan = new ImportPlan(names, registry.listings(), today(), problems);
              read.entries().forEach(plan::add);
              problems.throwIfAny();
              check(plan);
              var version = dryRun ? before.version() : write(plan, before);
              return new ModelImportResult(version, dryRun, plan.models(), read.notTakenOver());
            });
    settings.forget();
    return imported;
  }

  private void check(ImportPlan plan) {
    try {
      registry.check(plan.entries());
    } catch (IllegalArgumentException invalid) {
      throw new BadRequestException(
          invalid.getMessage().replace("catalogue: ", "") + ". Nothing was changed.", invalid);
    }
  }

  private long write(ImportPlan plan, SettingsView before) {
    var entries = plan.entries();
    if (entries.isEmpty()) {
      return before.version();
    }
    registry.putAll(entries, audit.who());
    var now = store.write(before.choices(), audit.who(), plan.changes());
    audit.record("models.import", SUBJECT, Map.of("version", now.version(), "models", entries));
    return now.version();
  }

  private LocalDate today() {
    return LocalDate.ofInstant(time.instant(), ZoneOffset.UTC);
  }
}
