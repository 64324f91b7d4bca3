package dev.ziggurat.provider;

import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.config.SmallRyeConfig;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.rest.client.RestClientBuilder;
import org.eclipse.microprofile.rest.client.spi.RestClientBuilderListener;
import org.jboss.resteasy.reactive.client.impl.VertxRequestCustomizingClientBuilder;

/**
 * Ends an answer that outgrows {@code ziggurat.provider.response-bytes}, announced or not, by
 * closing its connection: the REST client itself collects a body without bound. Found by {@link
 * java.util.ServiceLoader}.
 */
@RegisterForReflection
public final class ResponseBound implements RestClientBuilderListener {

  @Override
  public void onNewBuilder(RestClientBuilder builder) {
    if (builder instanceof VertxRequestCustomizingClientBuilder<?> client) {
      var bound =
          ConfigProvider.getConfig()
              .unwrap(SmallRyeConfig.class)
              .getConfigMapping(ProviderConfig.class)
              .responseBytes()
              .asLongValue();
      client.httpClientOptionsCustomizer(options -> options.setTcpNoDelay(true));
      client.httpClientRequestCustomizer(request -> bind(request, bound));
    }
  }

  private static void bind(HttpClientRequest request, long bound) {
    request.response().onSuccess(response -> count(request, response, bound));
  }

  /** The chunk handler sees every chunk before the client's own collector keeps it. */
  private static void count(HttpClientRequest request, HttpClientResponse response, long bound) {
    if (announced(response) > bound) {
      request.reset(0, new AnswerTooLong(bound));
      return;
    }
    response.handler(new Counter(request, bound));
  }

  private static long announced(HttpClientResponse response) {
    var length = response.getHeader("content-length");
    return length != null && length.matches("\\d{1,18}") ? Long.parseLong(length) : 0;
  }

  /** Counts the bytes of one answer; called by its event loop only. */
  private static final class Counter implements io.vertx.core.Handler<Buffer> {

    private final HttpClientRequest request;
    private final long bound;
    private long seen;

    Counter(HttpClientRequest request, long bound) {
      this.request = request;
      this.bound = bound;
    }

    @Override
    public void handle(Buffer chunk) {
      seen += chunk.length();
      if (seen > bound) {
        request.reset(0, new AnswerTooLong(bound));
      }
    }
  }
}
