package dev.ziggurat.access;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.Locale;
import java.util.Set;

/** Recognises requests from this machine, in profiles that allow them. */
@Singleton
class Localhost {

  private static final Set<HttpMethod> READING = Set.of(HttpMethod.GET, HttpMethod.HEAD);
  private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

  /** Headers of a proxy, which forwards callers from elsewhere. */
  private static final Set<String> PROXY_HEADERS = Set.of("forwarded", "x-real-ip", "via");

  private static final String FORWARDED = "x-forwarded-";

  private final boolean open;

  Localhost(AccessSettings settings) {
    this.open = settings.openOnLocalhost();
  }

  /** Whether this is a read request made on this machine, without a proxy. */
  boolean mayRead(HttpServerRequest request) {
    return open && READING.contains(request.method()) && isHere(request);
  }

  /** Whether this request was made on this machine, without a proxy. */
  boolean isHere(HttpServerRequest request) {
    return isLoopback(request)
        && request.headers().names().stream().noneMatch(Localhost::isProxyHeader)
        && isNamedLocally(request.authority());
  }

  private static boolean isProxyHeader(String header) {
    var name = header.toLowerCase(Locale.ROOT);
    return PROXY_HEADERS.contains(name) || name.startsWith(FORWARDED);
  }

  private static boolean isLoopback(HttpServerRequest request) {
    // The connection's address; the request's may come from a header.
    var remote = request.connection().remoteAddress();
    return remote != null && remote.isInetSocket() && isLoopback(remote.hostAddress());
  }

  private static boolean isLoopback(String address) {
    return address != null && InetAddress.ofLiteral(address).isLoopbackAddress();
  }

  /** An unknown host name indicates DNS rebinding. */
  private static boolean isNamedLocally(HostAndPort authority) {
    return authority != null && NAMES.contains(authority.host().toLowerCase(Locale.ROOT));
  }
}
