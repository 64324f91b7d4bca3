package dev.ziggurat.gateway;

import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.ws.rs.core.HttpHeaders;

/** Reads the requests of one API. */
@FunctionalInterface
public interface RequestReader {

  /**
   * Translates a request.
   *
   * @param body the request's JSON, which the reader may change and keep
   * @throws GatewayRefusal naming the field that is invalid or that no provider supports
   */
  GatewayRequest read(GatewayCaller caller, ObjectNode body, HttpHeaders headers);
}
