package dev.ziggurat.trigger;

import dev.ziggurat.access.ConfiguredTokens;
import io.quarkiverse.resteasy.problem.HttpProblem;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/** Explains to the operator of a rejected cron job that no cron secret is configured. */
class CronSecretFilter {

  private static final String CRON_ENDPOINTS = "/api/cron/";

  private final ConfiguredTokens access;

  CronSecretFilter(ConfiguredTokens access) {
    this.access = access;
  }

  @ServerRequestFilter(preMatching = true)
  void check(ContainerRequestContext request) {
    if (!access.cronConfigured() && request.getUriInfo().getPath().startsWith(CRON_ENDPOINTS)) {
      throw HttpProblem.builder()
          .withStatus(Response.Status.SERVICE_UNAVAILABLE)
          .withTitle("No cron secret is configured")
          .withDetail(
              "Set the environment variable CRON_SECRET, and send it as Authorization: Bearer <secret>.")
          .build();
    }
  }
}
