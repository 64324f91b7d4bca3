package dev.ziggurat.webhooks;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A program that is told what happens. */
final class WebhookReceiver implements AutoCloseable {

  /** A request as it came. */
  record Request(String id, String timestamp, String signature, String body) {

    JsonObject event() {
      return new JsonObject(body);
    }
  }

  final List<Request> received = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private volatile int status = 204;
  private volatile CountDownLatch held = new CountDownLatch(0);
  private volatile boolean answersAreLost;

  WebhookReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.setExecutor(threads);
    server.createContext("/told", this::reply);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/told";
  }

  /** From now on it answers so. */
  void answers(int newStatus) {
    status = newStatus;
    answersAreLost = false;
  }

  /** From now on it takes requests, and the connection ends before its answer is there. */
  void losesAnswers() {
    answersAreLost = true;
  }

  /** From now on it answers when that is counted down. */
  CountDownLatch waits() {
    held = new CountDownLatch(1);
    return held;
  }

  private void reply(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    var headers = exchange.getRequestHeaders();
    received.add(
        new Request(
            headers.getFirst("webhook-id"),
            headers.getFirst("webhook-timestamp"),
            headers.getFirst("webhook-signature"),
            body));
    try {
      held.await(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!answersAreLost) {
      exchange.sendResponseHeaders(status, -1);
    }
    exchange.close();
  }

  @Override
  public void close() {
    held.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
