package dev.ziggurat.db;

import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;
import org.flywaydb.core.Flyway;

/**
 * Readiness check: the database answers in time, its schema is this package's version or newer, and
 * it takes changes: it is not read-only, and not full since a change was refused. Concurrent checks
 * share one query, so a hanging query is not repeated.
 */
@Readiness
@Singleton
class DatabaseCheck implements HealthCheck {

  private static final Duration MAX_WAIT = Duration.ofSeconds(2);

  private final Instance<Flyway> flyway;
  private final Database database;
  private final boolean active;
  private final AtomicReference<FutureTask<String>> query = new AtomicReference<>();
  private volatile boolean schemaSeen;

  DatabaseCheck(
      Instance<Flyway> flyway,
      Database database,
      @ConfigProperty(name = "quarkus.datasource.active", defaultValue = "true") boolean active) {
    this.flyway = flyway;
    this.database = database;
    this.active = active;
  }

  @Override
  public HealthCheckResponse call() {
    var response = HealthCheckResponse.named("Database");
    return active ? withReason(response) : response.up().build();
  }

  private HealthCheckResponse withReason(HealthCheckResponseBuilder response) {
    var asked = startQuery();
    try {
      var reason = asked.get(MAX_WAIT.toMillis(), TimeUnit.MILLISECONDS);
      return reason.isEmpty()
          ? response.up().build()
          : response.down().withData("reason", reason).build();
    } catch (TimeoutException slow) {
      return response
          .down()
          .withData("reason", "no answer within %d ms".formatted(MAX_WAIT.toMillis()))
          .build();
    } catch (ExecutionException failed) {
      // Its message may contain an address, so it is only logged.
      return response
          .down()
          .withData("reason", DatabaseOutage.reason(failed).orElse("the query failed: see the log"))
          .build();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return response.down().withData("reason", "interrupted").build();
    }
  }

  private FutureTask<String> startQuery() {
    var fresh = new FutureTask<>((Callable<String>) this::reason);
    var asked =
        query.updateAndGet(earlier -> earlier == null || earlier.isDone() ? fresh : earlier);
    if (asked == fresh) {
      Thread.ofVirtual().name("database-check").start(fresh);
    }
    return asked;
  }

  /** Why it is not ready; empty when it is. */
  private String reason() {
    if (!schemaSeen) {
      var pending = flyway.get().info().pending();
      if (pending.length > 0) {
        return "%d migrations are missing: run them, or start once with QUARKUS_FLYWAY_MIGRATE_AT_START=true"
            .formatted(pending.length);
      }
      schemaSeen = true;
    }
    var readOnly =
        database
            .first(
                "select current_setting('transaction_read_only') = 'on'",
                statement -> {},
                row -> row.getBoolean(1))
            .orElseThrow();
    if (readOnly) {
      return "the database is read-only";
    }
    database.checkWrites();
    return "";
  }
}
