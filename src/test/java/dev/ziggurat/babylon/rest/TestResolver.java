package dev.ziggurat.babylon.rest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A program that is asked for outcomes. */
final class TestResolver implements AutoCloseable {

  /** A request as it came. */
  record Asked(String body, String signature) {}

  final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;
  private volatile int status = 200;
  private volatile String answer = "{}";
  private volatile boolean silent;

  TestResolver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    server.setExecutor(threads);
    server.createContext("/outcome", this::reply);
    server.start();
  }

  String url() {
    return "http://localhost:" + server.getAddress().getPort() + "/outcome";
  }

  /** From now on it answers so. */
  void answers(int newStatus, String newAnswer) {
    status = newStatus;
    answer = newAnswer;
    silent = false;
  }

  void answers(String outcome) {
    answers(200, "{\"outcome\": \"" + outcome + "\"}");
  }

  /** From now on it accepts requests and does not answer. */
  void isSilent() {
    silent = true;
  }

  private void reply(HttpExchange exchange) throws IOException {
    var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    asked.add(new Asked(body, exchange.getRequestHeaders().getFirst("X-Ziggurat-Signature")));
    if (silent) {
      return;
    }
    var bytes = answer.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    try (var out = exchange.getResponseBody()) {
      out.write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
