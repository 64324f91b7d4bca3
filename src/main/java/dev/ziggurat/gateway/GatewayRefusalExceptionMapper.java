package dev.ziggurat.gateway;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps refusals to error responses in the form of the API that was called. */
class GatewayRefusalExceptionMapper {

  private static final String INVALID = "invalid_request";

  /** Our own codes; those of providers are too many for a metric. */
  private static final Set<String> REASONS =
      Set.of(
          "invalid_api_key",
          "revoked_api_key",
          "expired_api_key",
          "forbidden",
          "model_not_found",
          "context_length_exceeded",
          "rate_limit_exceeded",
          "insufficient_quota",
          "database_away",
          OpenAiError.GUARDRAIL,
          "chain_exhausted");

  private final MeterRegistry meters;
  private final ErrorFormats formats;

  GatewayRefusalExceptionMapper(MeterRegistry meters, ErrorFormats formats) {
    this.meters = meters;
    this.formats = formats;
  }

  @ServerExceptionMapper
  Response refused(GatewayRefusal refusal, UriInfo address, HttpHeaders request) {
    var code = Objects.requireNonNullElse(refusal.error().error().code(), INVALID);
    meters
        .counter("ziggurat.gateway.refused", "reason", REASONS.contains(code) ? code : INVALID)
        .increment();
    var requestId = refusal.callId().orElseGet(UUID::randomUUID);
    var status =
        formats.status(
            address.getPath(), request::getHeaderString, refusal.error(), refusal.status());
    var response =
        Response.status(status)
            .type(MediaType.APPLICATION_JSON_TYPE)
            .entity(
                formats.entity(
                    address.getPath(),
                    request::getHeaderString,
                    refusal.error(),
                    status,
                    requestId));
    refusal
        .retryAfter()
        .ifPresent(
            wait ->
                response.header(
                    HttpHeaders.RETRY_AFTER, Math.max(1, Math.ceilDiv(wait.toMillis(), 1000))));
    response.header(GatewayCall.REQUEST, requestId);
    if (refusal.retryUseless()) {
      // Otherwise OpenAI's SDKs would retry at once.
      response.header("X-Should-Retry", false);
    }
    return response.build();
  }
}
