package dev.ziggurat.provider;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.spi.RestClientBuilderListener;
import org.jboss.resteasy.reactive.client.impl.VertxRequestCustomizingClientBuilder;

/**
 * Configures every connection to a provider: {@code TCP_NODELAY} is on, a call can be cancelled at
 * any time ({@link OpenCall}), and a response larger than {@code ziggurat.provider.response-bytes}
 * or {@code embeddings-bytes} closes the connection, whether or not its {@code Content-Length} says
 * so. The REST client itself buffers bodies without a limit. Texts are read by {@link
 * AnswerTextReader}. Loaded by {@link java.util.ServiceLoader}.
 */
@RegisterForReflection
public final class ConnectionRules implements RestClientBuilderListener {

  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

  @Override
  public void onNewBuilder(RestClientBuilder builder) {
    if (builder instanceof VertxRequestCustomizingClientBuilder<?> client) {
      var config =
          ConfigProvider.getConfig()
              .unwrap(SmallRyeConfig.class)
              .getConfigMapping(ProviderConfig.class);
      var usual = new Bound(config.responseBytes().asLongValue(), "response-bytes");
      var ofEmbeddings = new Bound(config.embeddingsBytes().asLongValue(), "embeddings-bytes");
      client.httpClientOptionsCustomizer(options -> options.setTcpNoDelay(true));
      client.httpClientRequestCustomizer(
          request -> limit(request, isForEmbeddings(request) ? ofEmbeddings : usual));
      client.httpClientRequestCustomizer(OpenCall::onRequest);
      builder.register(new AnswerTextReader());
    }
  }

  private static boolean isForEmbeddings(HttpClientRequest request) {
    return request.path() != null && request.path().endsWith("/embeddings");
  }

  private static void limit(HttpClientRequest request, Bound bound) {
    // The futures report failures; without a handler Vert.x would also log each one as an error.
    request.exceptionHandler(_ -> {});
    request.response().onSuccess(response -> limitBody(request, response, bound));
  }

  /** This handler receives every chunk before the REST client buffers it. */
  private static void limitBody(
      HttpClientRequest request, HttpClientResponse response, Bound bound) {
    response.exceptionHandler(_ -> {});
    if (contentLength(response) > bound.bytes()) {
      request.reset(0, bound.exceeded());
      return;
    }
    response.handler(new Counter(request, bound));
  }

  private static long contentLength(HttpClientResponse response) {
    var length = response.getHeader("content-length");
    return length != null && LENGTH.matcher(length).matches() ? Long.parseLong(length) : 0;
  }

  /**
   * The largest response.
   *
   * @param setting its name below {@code ziggurat.provider}
   */
  private record Bound(long bytes, String setting) {

    AnswerTooLong exceeded() {
      return new AnswerTooLong(bytes, setting);
    }
  }

  /** Counts the bytes of one response; called on its event loop only. */
  private static final class Counter implements Handler<Buffer> {

    private final HttpClientRequest request;
    private final Bound bound;
    private long received;

    Counter(HttpClientRequest request, Bound bound) {
      this.request = request;
      this.bound = bound;
    }

    @Override
    public void handle(Buffer chunk) {
      received += chunk.length();
      if (received > bound.bytes()) {
        request.reset(0, bound.exceeded());
      }
    }
  }
}
