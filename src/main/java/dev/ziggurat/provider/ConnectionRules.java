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
 * What holds for every connection to a provider: small writes leave at once, a call can be given up
 * at any moment ({@link OpenCall}), and an answer that outgrows {@code
 * ziggurat.provider.response-bytes}, announced or not, ends its connection, because the REST client
 * itself collects a body without bound. Found by {@link java.util.ServiceLoader}.
 */
@RegisterForReflection
public final class ConnectionRules implements RestClientBuilderListener {

  private static final Pattern LENGTH = Pattern.compile("\\d{1,18}");

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
      client.httpClientRequestCustomizer(OpenCall::opened);
    }
  }

  private static void bind(HttpClientRequest request, long bound) {
    // Failures are told by the futures; without handlers Vert.x would log each as an error as well.
    request.exceptionHandler(_ -> {});
    request.response().onSuccess(response -> count(request, response, bound));
  }

  /** The chunk handler sees every chunk before the client's own collector keeps it. */
  private static void count(HttpClientRequest request, HttpClientResponse response, long bound) {
    response.exceptionHandler(_ -> {});
    if (announced(response) > bound) {
      request.reset(0, new AnswerTooLong(bound));
      return;
    }
    response.handler(new Counter(request, bound));
  }

  private static long announced(HttpClientResponse response) {
    var length = response.getHeader("content-length");
    return length != null && LENGTH.matcher(length).matches() ? Long.parseLong(length) : 0;
  }

  /** Counts the bytes of one answer; called by its event loop only. */
  private static final class Counter implements Handler<Buffer> {

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
