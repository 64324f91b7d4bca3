package dev.ziggurat.db;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP proxy before PostgreSQL that, on demand, lets a {@code COMMIT} through, waits until the
 * server has answered it, and closes the connection instead of passing the answer on.
 */
public final class CommitCutter implements AutoCloseable {

  private static final byte[] COMMIT = "COMMIT".getBytes(StandardCharsets.US_ASCII);

  private final URI database;
  private final ServerSocket server;
  private final AtomicInteger cuts = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();

  /** A proxy before the database of this JDBC URL. */
  public CommitCutter(String jdbcUrl) {
    this.database = URI.create(jdbcUrl.substring("jdbc:".length()));
    try {
      server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** The JDBC URL of the database through this proxy. */
  public String jdbcUrl() {
    // Else the driver names the statement at its second use, and its text is not seen here.
    var query =
        (database.getRawQuery() == null ? "?" : "?" + database.getRawQuery() + "&")
            + "prepareThreshold=0";
    return "jdbc:postgresql://127.0.0.1:%d%s%s"
        .formatted(server.getLocalPort(), database.getRawPath(), query);
  }

  /** The answers to this many further commits are lost. */
  public void cutNext(int commits) {
    cuts.set(commits);
  }

  /** How many were lost so far. */
  public int done() {
    return done.get();
  }

  private void accept() {
    try {
      while (true) {
        var client = server.accept();
        var upstream = new Socket(database.getHost(), database.getPort());
        sockets.addAll(List.of(client, upstream));
        var connection = new Connection(client, upstream);
        Thread.ofVirtual().start(connection::toServer);
        Thread.ofVirtual().start(connection::toClient);
      }
    } catch (IOException closed) {
      // The end of the test.
    }
  }

  private final class Connection {

    private final Socket client;
    private final Socket upstream;
    private volatile boolean cut;

    Connection(Socket client, Socket upstream) {
      this.client = client;
      this.upstream = upstream;
    }

    void toServer() {
      var buffer = new byte[64 * 1024];
      try {
        for (int count; (count = client.getInputStream().read(buffer)) > 0; ) {
          if (contains(buffer, count) && cuts.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
            cut = true;
          }
          upstream.getOutputStream().write(buffer, 0, count);
        }
      } catch (IOException ended) {
        // Handled like an ordinary end.
      }
      close();
    }

    void toClient() {
      var buffer = new byte[64 * 1024];
      try {
        for (int count; (count = upstream.getInputStream().read(buffer)) > 0; ) {
          if (cut) {
            done.incrementAndGet();
            break;
          }
          client.getOutputStream().write(buffer, 0, count);
        }
      } catch (IOException ended) {
        // Handled like an ordinary end.
      }
      close();
    }

    private void close() {
      closed(client);
      closed(upstream);
    }
  }

  private static boolean contains(byte[] buffer, int count) {
    for (var start = 0; start + COMMIT.length <= count; start++) {
      var index = 0;
      while (index < COMMIT.length && buffer[start + index] == COMMIT[index]) {
        index++;
      }
      if (index == COMMIT.length) {
        return true;
      }
    }
    return false;
  }

  private static void closed(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
    sockets.forEach(CommitCutter::closed);
  }
}
