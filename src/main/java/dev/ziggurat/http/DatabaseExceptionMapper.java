package dev.ziggurat.http;

import dev.ziggurat.db.DatabaseException;
import dev.ziggurat.db.DatabaseOutage;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.logging.Log;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.Response.Status;
import java.time.Duration;
import java.time.InstantSource;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/**
 * Maps an outage of the database to 503 with the reason, as the gateway does; everything else it
 * refuses is a mistake of ours.
 */
class DatabaseExceptionMapper {

  private static final int RETRY_AFTER_SECONDS = 5;

  private final WarningLimit warnings;

  DatabaseExceptionMapper(InstantSource time) {
    warnings = new WarningLimit(Duration.ofSeconds(10), time);
  }

  @ServerExceptionMapper
  Response refused(DatabaseException failure) {
    return response(failure);
  }

  @ServerExceptionMapper
  Response refused(PersistenceException failure) {
    return response(failure);
  }

  private Response response(RuntimeException failure) {
    return DatabaseOutage.reason(failure)
        .map(
            reason -> {
              warnings.warn("Requests are answered 503: %s (%s)", reason, failure.getMessage());
              return unavailable(reason);
            })
        .orElseGet(
            () -> {
              Log.error("The database refused a statement", failure);
              return HttpProblem.valueOf(
                      Status.INTERNAL_SERVER_ERROR, "Internal error; see the log of Ziggurat.")
                  .toResponse();
            });
  }

  private static Response unavailable(String reason) {
    return HttpProblem.builder()
        .withStatus(Status.SERVICE_UNAVAILABLE)
        .withTitle(Status.SERVICE_UNAVAILABLE.getReasonPhrase())
        .withDetail("Not possible at the moment: " + reason + ". Please retry shortly.")
        .withHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS)
        .build()
        .toResponse();
  }
}
