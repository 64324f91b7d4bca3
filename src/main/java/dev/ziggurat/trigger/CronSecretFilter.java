package dev.ziggurat.trigger;

import dev.ziggurat.access.ConfiguredTokens;
import dev.ziggurat.http.WarningLimit;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Explains to the operator of a rejected cron job that no cron secret is configured. */
class CronSecretFilter {

  private static final String CRON_ENDPOINTS = "/api/cron/";

  private final ConfiguredTokens access;
  private final WarningLimit warnings;

  CronSecretFilter(ConfiguredTokens access, InstantSource time) {
    this.access = access;
    this.warnings = new WarningLimit(Duration.ofMinutes(10), time);
  }

  /** Returned, not thrown: an exception would be logged with its stack trace for each request. */
  @ServerRequestFilter(preMatching = true)
  Optional<Response> check(ContainerRequestContext request) {
    if (access.cronConfigured() || !request.getUriInfo().getPath().startsWith(CRON_ENDPOINTS)) {
      return Optional.empty();
    }
    warnings.warn("A trigger was answered 503: no cron secret is configured; set CRON_SECRET");
    return Optional.of(
        HttpProblem.builder()
            .withStatus(Response.Status.SERVICE_UNAVAILABLE)
            .withTitle("No cron secret is configured")
            .withDetail(
                "Set the environment variable CRON_SECRET, and send it as Authorization: Bearer <secret>.")
            .build()
            .toResponse());
  }
}
