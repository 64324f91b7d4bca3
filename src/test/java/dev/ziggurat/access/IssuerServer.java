package dev.ziggurat.access;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * OpenID Connect providers over real HTTP: discovery document and published keys under {@code
 * /people}, {@code /cloud}. A third is configured, but nobody listens there.
 */
public class IssuerServer implements QuarkusTestResourceLifecycleManager {

  /** Where the server is; class loaders come and go, the JVM's properties stay. */
  static final String ADDRESS = "ziggurat.test.issuer.address";

  /** The private key, PKCS #8 in Base64. */
  static final String KEY = "ziggurat.test.issuer.key";

  /** Asks how many requests came so far. */
  static final String COUNT = "/count";

  static final String AUDIENCE = "https://ziggurat.example.com";
  static final String SILENT = "http://127.0.0.1:9";

  private final AtomicInteger requests = new AtomicInteger();
  private HttpServer server;

  @Override
  public Map<String, String> start() {
    try {
      var keys = keys();
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var address = "http://localhost:" + server.getAddress().getPort();
      for (var issuer : new String[] {"/people", "/cloud"}) {
        server.createContext(
            issuer + "/.well-known/openid-configuration",
            exchange -> answer(exchange, discovery(address + issuer)));
        server.createContext(
            issuer + "/keys",
            exchange -> answer(exchange, published((RSAPublicKey) keys.getPublic())));
      }
      server.createContext(
          COUNT,
          exchange -> {
            var count = Integer.toString(requests.get());
            answer(exchange, count);
            requests.decrementAndGet();
          });
      server.start();
      System.setProperty(ADDRESS, address);
      System.setProperty(KEY, Base64.getEncoder().encodeToString(keys.getPrivate().getEncoded()));
      return settings(address);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, String> settings(String address) {
    var settings = new HashMap<String, String>();
    Map.of(
            "default.issuer", address + "/people",
            "default.audience", AUDIENCE,
            "default.claim", "realm_access/roles",
            "default.admin", "ops-team,founders",
            "default.viewer", "everyone",
            "cloud.issuer", address + "/cloud",
            "cloud.audience", AUDIENCE + "/api/cron/tick",
            "cloud.claim", "email",
            "cloud.cron", "scheduler@project.iam.gserviceaccount.com")
        .forEach((key, value) -> settings.put("ziggurat.access.oidc." + key, value));
    settings.put("ziggurat.access.oidc.silent.issuer", SILENT);
    settings.put("ziggurat.access.oidc.silent.audience", AUDIENCE);
    settings.put("ziggurat.access.oidc.silent.admin", "ops-team");
    return settings;
  }

  private static KeyPair keys() {
    try {
      var generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private void answer(HttpExchange exchange, String json) throws IOException {
    requests.incrementAndGet();
    var body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(200, body.length);
    try (var out = exchange.getResponseBody()) {
      out.write(body);
    }
  }

  private static String discovery(String issuer) {
    return """
        {"issuer": "%1$s", "jwks_uri": "%1$s/keys", "authorization_endpoint": "%1$s/authorize",
         "token_endpoint": "%1$s/token", "response_types_supported": ["code"],
         "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["RS256"]}"""
        .formatted(issuer);
  }

  private static String published(RSAPublicKey key) {
    return """
        {"keys": [{"kty": "RSA", "use": "sig", "alg": "RS256", "kid": "first", "n": "%s", "e": "%s"}]}"""
        .formatted(
            base64(key.getModulus().toByteArray()), base64(key.getPublicExponent().toByteArray()));
  }

  private static String base64(byte[] number) {
    int from = number[0] == 0 ? 1 : 0;
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Arrays.copyOfRange(number, from, number.length));
  }

  @Override
  public void stop() {
    if (server != null) {
      server.stop(0);
    }
  }
}
