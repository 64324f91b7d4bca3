package dev.ziggurat.function;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Stands before a server, lets everything through, and counts who comes. The count is a property of
 * the JVM, because class loaders come and go between tests.
 */
public final class Tripwire implements AutoCloseable {

  private static final String PREFIX = "ziggurat.test.connections.";

  private final String name;
  private final int target;
  private final ServerSocket server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param name under which connections are counted, from none
   * @param target the port of the server behind it, on this machine
   */
  public Tripwire(String name, int target) {
    this.name = name;
    this.target = target;
    System.setProperty(PREFIX + name, "0");
    try {
      this.server = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  /** How many connections were made since the tripwire of this name was set. */
  public static int connections(String name) {
    return Integer.getInteger(PREFIX + name);
  }

  /** Where to connect instead. */
  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        var client = server.accept();
        System.setProperty(PREFIX + name, Integer.toString(connections(name) + 1));
        var onward = new Socket();
        onward.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
        threads.execute(() -> copy(client, onward));
        threads.execute(() -> copy(onward, client));
      } catch (IOException closed) {
        // Whoever came hears of it by the end of the connection.
      }
    }
  }

  private static void copy(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException closed) {
      // One side has ended; both are closed now.
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      threads.shutdownNow();
    }
  }
}
