package dev.ziggurat.db;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfoService;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.output.MigrateOutput;
import org.flywaydb.core.internal.exception.sqlExceptions.FlywaySqlUnableToConnectToDbException;

/**
 * Migrates the schema on demand; at start Quarkus does it if {@code
 * quarkus.flyway.migrate-at-start} is set. Concurrent runs are safe: Flyway locks, so each
 * migration is applied once.
 */
@Singleton
public class Migration {

  private static final Set<MigrationState> FROM_LATER_PACKAGES =
      Set.of(MigrationState.FUTURE_SUCCESS, MigrationState.FUTURE_FAILED);

  /** Looked up lazily: profile simulator has no database. */
  private final Supplier<Flyway> flyway;

  @Inject
  Migration(Instance<Flyway> flyway) {
    this((Supplier<Flyway>) flyway::get);
  }

  Migration(Supplier<Flyway> flyway) {
    this.flyway = flyway;
  }

  /**
   * Applies the missing migrations and returns them.
   *
   * @throws MigrationFailed if the database can't be reached, its schema is newer than this
   *     package, or a migration was refused
   */
  public MigrationReport run() {
    var started = System.nanoTime();
    try {
      var migrator = flyway.get();
      refuseNewer(migrator.info());
      var result = migrator.migrate();
      var took = Duration.ofNanos(System.nanoTime() - started).toMillis();
      var now = migrator.info().current().getVersion().toString();
      var applied = result.migrations.stream().map(Migration::name).toList();
      return new MigrationReport(
          applied.isEmpty() ? now : result.initialSchemaVersion, now, applied, took);
    } catch (FlywaySqlUnableToConnectToDbException e) {
      throw new MigrationFailed(
          "The database can't be reached: %s Check QUARKUS_DATASOURCE_JDBC_URL, QUARKUS_DATASOURCE_USERNAME and QUARKUS_DATASOURCE_PASSWORD."
              .formatted(sentence(rootOf(e))),
          e);
    } catch (FlywayException e) {
      throw new MigrationFailed(
          "The schema could not be brought up to date: " + e.getMessage().strip(), e);
    }
  }

  /** Flyway itself treats a newer schema as up to date. */
  private static void refuseNewer(MigrationInfoService schema) {
    Arrays.stream(schema.applied())
        .filter(migration -> FROM_LATER_PACKAGES.contains(migration.getState()))
        .max(Comparator.naturalOrder())
        .ifPresent(
            migration -> {
              throw new MigrationFailed(
                  "The database's schema is at version %s, which this package does not know: use the package that migrated it, or a later one. A schema can't be taken back; restore the database from before the upgrade if you must."
                      .formatted(migration.getVersion()));
            });
  }

  private static String name(MigrateOutput migration) {
    return "V%s__%s".formatted(migration.version, migration.description.replace(' ', '_'));
  }

  private static Throwable rootOf(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .reduce(failure, (outer, inner) -> inner);
  }

  private static String sentence(Throwable cause) {
    var text = String.valueOf(cause.getMessage()).strip();
    return text.endsWith(".") ? text : text + ".";
  }
}
