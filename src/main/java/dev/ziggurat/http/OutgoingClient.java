package dev.ziggurat.http;

import dev.ziggurat.http.OutgoingFailure.Kind;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests to addresses that somebody typed. A request is connected to the address that was
 * checked, not resolved again; redirects are not followed; time and answers are bounded.
 */
public final class OutgoingClient implements AutoCloseable {

  private static final int CONNECTIONS = 64;
  private static final int QUEUED = 1_000;
  private static final int HTTPS = 443;
  private static final int HTTP = 80;

  private final HttpClient client;
  private final boolean privateAddresses;

  /**
   * Creates a client.
   *
   * @param privateAddresses whether addresses may be not public, and without TLS
   */
  public OutgoingClient(Vertx vertx, boolean privateAddresses) {
    this.privateAddresses = privateAddresses;
    this.client =
        vertx.createHttpClient(
            new HttpClientOptions()
                .setMaxPoolSize(CONNECTIONS)
                .setMaxWaitQueueSize(QUEUED)
                .setKeepAliveTimeout(3));
  }

  @Override
  public void close() {
    client.close();
  }

  /**
   * Sends a request and waits for its answer.
   *
   * @throws OutgoingFailure if there is none
   */
  public OutgoingAnswer send(OutgoingRequest request) throws OutgoingFailure {
    // On a thread of its own, because resolving a name has no time limit.
    var answer = new FutureTask<>(() -> exchange(request));
    Thread.ofVirtual().name("outgoing").start(answer);
    try {
      return answer.get(request.limit().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      throw new OutgoingFailure(Kind.LATE);
    } catch (ExecutionException failed) {
      throw failure(failed.getCause());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new OutgoingFailure(Kind.INTERRUPTED);
    } finally {
      answer.cancel(true);
    }
  }

  private static OutgoingFailure failure(Throwable cause) {
    return switch (cause) {
      case OutgoingFailure known -> known;
      case TimeoutException _ -> new OutgoingFailure(Kind.LATE);
      case ExecutionException failed -> failure(failed.getCause());
      case null, default -> new OutgoingFailure(Kind.UNREACHABLE);
    };
  }

  private OutgoingAnswer exchange(OutgoingRequest request) throws Exception {
    var answer = new CompletableFuture<OutgoingAnswer>();
    client
        .request(options(request, address(request.url())))
        .compose(sent -> send(sent, request, answer))
        .onFailure(answer::completeExceptionally);
    try {
      return answer.get();
    } finally {
      // Of a call that was given up, the connection is closed.
      answer.cancel(true);
    }
  }

  private static Future<HttpClientResponse> send(
      HttpClientRequest sent, OutgoingRequest request, CompletableFuture<OutgoingAnswer> answer) {
    answer.whenComplete(
        (_, failed) -> {
          if (failed != null) {
            sent.reset();
          }
        });
    var response =
        request.body().length == 0 && request.method().equals("GET")
            ? sent.send()
            : sent.send(Buffer.buffer(request.body()));
    return response
        .onSuccess(received -> read(received, request.maxAnswerBytes(), answer))
        .onFailure(failed -> answer.completeExceptionally(afterSending(failed)));
  }

  /** Whatever ended the connection now, the request may have been received. */
  private static Throwable afterSending(Throwable failed) {
    return failed instanceof OutgoingFailure || failed instanceof TimeoutException
        ? failed
        : new OutgoingFailure(Kind.CLOSED);
  }

  private static void read(
      HttpClientResponse response, int maxBytes, CompletableFuture<OutgoingAnswer> answer) {
    var encoding = response.getHeader("Content-Encoding");
    var read = Buffer.buffer();
    response.exceptionHandler(failed -> answer.completeExceptionally(afterSending(failed)));
    response.endHandler(
        _ ->
            answer.complete(
                new OutgoingAnswer(
                    response.statusCode(), encoding == null ? "" : encoding, read.getBytes())));
    response.handler(
        part -> {
          if (read.length() + part.length() > maxBytes) {
            answer.completeExceptionally(new OutgoingFailure(Kind.TOO_LONG));
          } else {
            read.appendBuffer(part);
          }
        });
  }

  private InetAddress address(URI url) throws UnknownHostException, OutgoingFailure {
    if (!url.getScheme().equals("https") && !privateAddresses) {
      throw new OutgoingFailure(Kind.NOT_SECURE);
    }
    var addresses = InetAddress.getAllByName(url.getHost());
    for (var address : addresses) {
      if (!privateAddresses && !PublicAddresses.isPublic(address)) {
        throw new OutgoingFailure(Kind.NOT_PUBLIC);
      }
    }
    return addresses[0];
  }

  private static RequestOptions options(OutgoingRequest request, InetAddress address) {
    var url = request.url();
    var secure = url.getScheme().equals("https");
    var port = url.getPort() < 0 ? (secure ? HTTPS : HTTP) : url.getPort();
    var query = url.getRawQuery() == null ? "" : '?' + url.getRawQuery();
    var options =
        new RequestOptions()
            .setMethod(HttpMethod.valueOf(request.method()))
            .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
            .setHost(url.getHost())
            .setPort(port)
            .setSsl(secure)
            .setURI((url.getRawPath().isEmpty() ? "/" : url.getRawPath()) + query)
            .setConnectTimeout(request.connectLimit().toMillis())
            .setTimeout(request.limit().toMillis())
            .putHeader("User-Agent", "Ziggurat");
    request.headers().forEach(options::putHeader);
    return options;
  }
}
