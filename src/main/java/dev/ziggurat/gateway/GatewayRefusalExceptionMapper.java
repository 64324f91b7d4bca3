package dev.ziggurat.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps refusals to OpenAI's error responses. */
class GatewayRefusalExceptionMapper {

  private final MeterRegistry meters;

  GatewayRefusalExceptionMapper(MeterRegistry meters) {
    this.meters = meters;
  }

  @ServerExceptionMapper
  Response refused(GatewayRefusal refusal) {
    meters
        .counter(
            "ziggurat.gateway.refused",
            "reason",
            Objects.requireNonNullElse(refusal.error().error().code(), "invalid_request"))
        .increment();
    var response =
        Response.status(refusal.status())
            .type(MediaType.APPLICATION_JSON_TYPE)
            .entity(refusal.error());
    refusal
        .retryAfter()
        .ifPresent(
            wait ->
                response.header(
                    HttpHeaders.RETRY_AFTER, Math.max(1, Math.ceilDiv(wait.toMillis(), 1000))));
    response.header(GatewayCall.REQUEST, refusal.callId().orElseGet(UUID::randomUUID));
    if (refusal.retryUseless()) {
      // Otherwise OpenAI's SDKs would retry at once.
      response.header("X-Should-Retry", false);
    }
    return response.build();
  }
}
