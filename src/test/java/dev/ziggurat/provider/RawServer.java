package dev.ziggurat.provider;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicReference;

/** An HTTP server with control of every byte: it runs one script for every request. */
public final class RawServer implements AutoCloseable {

  private final ServerSocket socket;
  private final AtomicReference<Script> script = new AtomicReference<>(Exchange::close);
  private final BlockingQueue<Request> requests = new LinkedBlockingQueue<>();
  private final BlockingQueue<Socket> closed = new LinkedBlockingQueue<>();
  private volatile Duration maxIdle = Duration.ZERO;

  /** A received request. */
  public record Request(String line, Map<String, String> headers, String body) {}

  /** Handles a request. */
  @FunctionalInterface
  public interface Script {
    void run(Exchange exchange) throws IOException;
  }

  /** A request, and the socket to respond on. */
  public record Exchange(Request request, Socket socket, OutputStream out) {

    public void write(String text) throws IOException {
      out.write(text.getBytes(StandardCharsets.UTF_8));
      out.flush();
    }

    public void answer(int status, Map<String, String> headers, String body) throws IOException {
      var head = new StringBuilder("HTTP/1.1 " + status + " Status\r\n");
      headers.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
      var length = body.getBytes(StandardCharsets.UTF_8).length;
      write(head + "content-length: " + length + "\r\n\r\n" + body);
    }

    public void close() throws IOException {
      socket.close();
    }
  }

  public RawServer() throws IOException {
    socket = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  public URI address(String path) {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + path);
  }

  /** Runs this script for every request from now on, and clears the recorded requests. */
  public void handleWith(Script next) {
    requests.clear();
    closed.clear();
    maxIdle = Duration.ZERO;
    script.set(next);
  }

  /**
   * From now on closes connections that are idle for this long after a request, as uvicorn does
   * after 5 s.
   */
  public void closesIdleAfter(Duration longest) {
    maxIdle = longest;
  }

  /** Sends this response to every request from now on. */
  public void answers(int status, Map<String, String> headers, String body) {
    handleWith(exchange -> exchange.answer(status, headers, body));
  }

  public BlockingQueue<Request> requests() {
    return requests;
  }

  /** The connections that the client has closed. */
  public BlockingQueue<Socket> closed() {
    return closed;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        var connection = socket.accept();
        Thread.ofVirtual().start(() -> serve(connection));
      } catch (IOException closing) {
        return;
      }
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      var in = connection.getInputStream();
      for (var request = read(in); request != null; request = read(in)) {
        var current = request;
        requests.add(current);
        connection.setSoTimeout((int) maxIdle.toMillis());
        // On another thread, so that this one notices when the client closes during the script.
        Thread.ofVirtual().start(() -> runScript(connection, current));
      }
      closed.add(connection);
    } catch (IOException reset) {
      closed.add(connection);
    }
  }

  private void runScript(Socket connection, Request request) {
    try {
      script.get().run(new Exchange(request, connection, connection.getOutputStream()));
    } catch (IOException reset) {
      closed.add(connection);
    }
  }

  private static Request read(InputStream in) throws IOException {
    var line = line(in);
    if (line == null) {
      return null;
    }
    var headers = new HashMap<String, String>();
    for (var header = line(in); header != null && !header.isEmpty(); header = line(in)) {
      var colon = header.indexOf(':');
      headers.put(
          header.substring(0, colon).toLowerCase(Locale.ROOT), header.substring(colon + 1).strip());
    }
    var length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    return new Request(line, headers, new String(in.readNBytes(length), StandardCharsets.UTF_8));
  }

  private static String line(InputStream in) throws IOException {
    var text = new StringBuilder();
    for (var next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        return null;
      }
      text.append((char) next);
    }
    return text.toString().strip();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
