package dev.ziggurat.access;

import io.vertx.core.http.HttpServerRequest;

/** The address a request came from, as a trusted proxy tells it. */
public final class ClientAddress {

  private ClientAddress() {}

  /** The address, or {@code unknown} where there is none. */
  public static String of(HttpServerRequest request) {
    var address = request.remoteAddress();
    return address == null || address.hostAddress() == null ? "unknown" : address.hostAddress();
  }
}
