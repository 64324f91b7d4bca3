package dev.ziggurat.gateway;

import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Words refusals as OpenAI does. */
class Refusals {

  @ServerExceptionMapper
  Response refused(GatewayRefusal refusal) {
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
    return response.build();
  }
}
