package dev.ziggurat.workers;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/**
 * RabbitMQ as Debian installs it, with its plugin for AMQP 1.0: a node of its own that ends with
 * the application of the test.
 */
public class RabbitMqResource implements QuarkusTestResourceLifecycleManager {

  private static final Path SERVER = Path.of("/usr/lib/rabbitmq/bin/rabbitmq-server");
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final long ENDING_SECONDS = 20;
  private static final byte[] SALT = {1, 2, 3, 4};
  private static final String USER = "guest";

  private Process process;
  private int names;

  /** Whether it is installed; {@code .ci/run} does it. */
  static boolean isInstalled() {
    return Files.isExecutable(SERVER);
  }

  @Override
  public Map<String, String> start() {
    try {
      var folder = Files.createTempDirectory("ziggurat-rabbitmq");
      var port = freePort();
      names = freePort();
      Files.writeString(folder.resolve("enabled_plugins"), "[rabbitmq_amqp1_0].\n");
      Files.writeString(folder.resolve("definitions.json"), definitions());
      Files.writeString(
          folder.resolve("rabbitmq.conf"),
          "listeners.tcp.1 = 127.0.0.1:%d%nload_definitions = %s%n"
              .formatted(port, folder.resolve("definitions.json")));
      var builder =
          new ProcessBuilder(SERVER.toString())
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("rabbitmq.log").toFile());
      builder
          .environment()
          .putAll(
              Map.of(
                  "HOME", folder.toString(),
                  "RABBITMQ_NODENAME", "ziggurat-" + port + "@localhost",
                  "RABBITMQ_DIST_PORT", Integer.toString(freePort()),
                  "ERL_EPMD_PORT", Integer.toString(names),
                  "RABBITMQ_MNESIA_BASE", folder.resolve("data").toString(),
                  "RABBITMQ_LOG_BASE", folder.resolve("log").toString(),
                  "RABBITMQ_PID_FILE", folder.resolve("pid").toString(),
                  "RABBITMQ_ENABLED_PLUGINS_FILE", folder.resolve("enabled_plugins").toString(),
                  "RABBITMQ_CONFIG_FILE", folder.resolve("rabbitmq.conf").toString()));
      process = builder.start();
      Awaitility.await("RabbitMQ: " + folder.resolve("rabbitmq.log"))
          .atMost(PATIENCE)
          .until(() -> answers(port));
      return Map.of(
          "ziggurat.workers.broker",
          "amqp",
          "amqp-host",
          "127.0.0.1",
          "amqp-port",
          Integer.toString(port),
          "amqp-username",
          USER,
          "amqp-password",
          USER);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * A user and both queues.
   *
   * @see <a href="https://www.rabbitmq.com/docs/passwords">RabbitMQ: how passwords are hashed</a>
   */
  private static String definitions() {
    return """
        {"vhosts": [{"name": "/"}],
         "users": [{"name": "%1$s", "password_hash": "%2$s", "hashing_algorithm": "rabbit_password_hashing_sha256",
           "tags": "administrator"}],
         "permissions": [{"user": "%1$s", "vhost": "/", "configure": ".*", "write": ".*", "read": ".*"}],
         "queues": [
           {"name": "ziggurat-shards", "vhost": "/", "durable": true, "auto_delete": false, "arguments": {}},
           {"name": "ziggurat-deadlines", "vhost": "/", "durable": true, "auto_delete": false, "arguments": {}}]}
        """
        .formatted(USER, hashed());
  }

  private static String hashed() {
    try {
      var digest = MessageDigest.getInstance("SHA-256");
      digest.update(SALT);
      var hash = digest.digest(USER.getBytes(StandardCharsets.UTF_8));
      var salted = new byte[SALT.length + hash.length];
      System.arraycopy(SALT, 0, salted, 0, SALT.length);
      System.arraycopy(hash, 0, salted, SALT.length, hash.length);
      return Base64.getEncoder().encodeToString(salted);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static boolean answers(int port) {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @Override
  public void stop() {
    if (process == null) {
      return;
    }
    var all = Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroy);
    try {
      if (!process.waitFor(ENDING_SECONDS, TimeUnit.SECONDS)) {
        all.forEach(ProcessHandle::destroyForcibly);
      }
      // Erlang's name server does not end with its last node.
      var ending = new ProcessBuilder("epmd", "-port", Integer.toString(names), "-kill");
      ending.environment().put("ERL_EPMD_RELAXED_COMMAND_CHECK", "1");
      ending.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
      ending.start().waitFor(ENDING_SECONDS, TimeUnit.SECONDS);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
