package dev.ziggurat.access;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;

/** Recognises a person at this machine, in the profiles that are open to them. */
@Singleton
class Localhost {

  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  /** A proxy on this machine brings callers from elsewhere. */
  private static final Set<String> TRACES_OF_A_PROXY = Set.of("forwarded", "x-real-ip", "via");

  private static final String FORWARDED = "x-forwarded-";

  private final boolean open;

  Localhost(AccessSettings settings) {
    this.open = settings.openOnLocalhost();
  }

  /** Whether this request only reads and was made here, by its own will. */
  boolean mayRead(HttpServerRequest request) {
    return open && READING.contains(request.method()) && isHere(request);
  }

  /** Whether this request was made on this machine, by its own will, without a proxy. */
  boolean isHere(HttpServerRequest request) {
    return isLoopback(request)
        && request.headers().names().stream().noneMatch(Localhost::betraysProxy)
        && isNamedLocally(request.authority());
  }

  private static boolean betraysProxy(String header) {
    var name = header.toLowerCase(Locale.ROOT);
    return TRACES_OF_A_PROXY.contains(name) || name.startsWith(FORWARDED);
  }

  private static boolean isLoopback(HttpServerRequest request) {
    // The connection's own address: the request's may be what a header claims.
    var remote = request.connection().remoteAddress();
    return remote != null && remote.isInetSocket() && isLoopback(remote.hostAddress());
  }

  private static boolean isLoopback(String address) {
    return address != null && InetAddress.ofLiteral(address).isLoopbackAddress();
  }

  /** A strange name means a web page had its own name resolved to this machine (DNS rebinding). */
  private static boolean isNamedLocally(HostAndPort authority) {
    return authority != null && NAMES.contains(authority.host().toLowerCase(Locale.ROOT));
  }
}
