package dev.ziggurat.workers;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;

/** Apache Kafka in this process: one node, with topics of four partitions. */
public class KafkaResource implements QuarkusTestResourceLifecycleManager {

  private static final int PARTITIONS = 4;

  private Path folder;
  private KafkaRaftServer server;

  @Override
  public Map<String, String> start() {
    try {
      folder = Files.createTempDirectory("ziggurat-kafka");
      var address = "127.0.0.1:" + freePort();
      var properties = properties(address, "127.0.0.1:" + freePort());
      new Formatter()
          .setClusterId(Uuid.randomUuid().toString())
          .setNodeId(1)
          .setControllerListenerName("CONTROLLER")
          .addDirectory(folder.toString())
          .setMetadataLogDirectory(folder.toString())
          .setReleaseVersion(MetadataVersion.LATEST_PRODUCTION)
          .run();
      server = new KafkaRaftServer(KafkaConfig.fromProps(properties), Time.SYSTEM);
      server.startup();
      try (var admin = Admin.create(Map.of("bootstrap.servers", address))) {
        admin
            .createTopics(
                List.of(
                    new NewTopic("ziggurat-shards", PARTITIONS, (short) 1),
                    new NewTopic("ziggurat-deadlines", PARTITIONS, (short) 1)))
            .all()
            .get();
      }
      return Map.of("ziggurat.workers.broker", "kafka", "kafka.bootstrap.servers", address);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private Properties properties(String address, String controller) {
    var properties = new Properties();
    properties.putAll(
        Map.ofEntries(
            Map.entry("process.roles", "broker,controller"),
            Map.entry("node.id", "1"),
            Map.entry("controller.quorum.voters", "1@" + controller),
            Map.entry("controller.listener.names", "CONTROLLER"),
            Map.entry("listeners", "PLAINTEXT://" + address + ",CONTROLLER://" + controller),
            Map.entry("advertised.listeners", "PLAINTEXT://" + address),
            Map.entry("listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"),
            Map.entry("log.dirs", folder.toString()),
            Map.entry("offsets.topic.replication.factor", "1"),
            Map.entry("offsets.topic.num.partitions", "1"),
            Map.entry("transaction.state.log.replication.factor", "1"),
            Map.entry("transaction.state.log.min.isr", "1"),
            Map.entry("group.initial.rebalance.delay.ms", "0")));
    return properties;
  }

  private static int freePort() throws IOException {
    try (var free = new ServerSocket(0)) {
      return free.getLocalPort();
    }
  }

  @Override
  public void stop() {
    Optional.ofNullable(server)
        .ifPresent(
            running -> {
              running.shutdown();
              running.awaitShutdown();
            });
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
