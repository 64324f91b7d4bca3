package dev.ziggurat.workers;

import java.io.IOException;
import java.net.ServerSocket;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.apache.activemq.artemis.api.core.Message;
import org.apache.activemq.artemis.core.config.impl.ConfigurationImpl;
import org.apache.activemq.artemis.core.postoffice.RoutingStatus;
import org.apache.activemq.artemis.core.server.MessageReference;
import org.apache.activemq.artemis.core.server.ServerConsumer;
import org.apache.activemq.artemis.core.server.ServerSession;
import org.apache.activemq.artemis.core.server.embedded.EmbeddedActiveMQ;
import org.apache.activemq.artemis.core.server.plugin.ActiveMQServerPlugin;
import org.apache.activemq.artemis.core.transaction.Transaction;

/** ActiveMQ Artemis in this process, speaking AMQP 1.0, which treats messages as a test wants. */
public final class ArtemisBroker implements ActiveMQServerPlugin {

  private final int port;
  private final AtomicInteger copies = new AtomicInteger();
  private volatile Predicate<String> held = queue -> false;
  private EmbeddedActiveMQ server;

  /** On a free port. */
  public ArtemisBroker() throws IOException {
    try (var free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
  }

  /** Where it listens, on this machine. */
  public int port() {
    return port;
  }

  /** Starts it, without messages. */
  public void start() throws Exception {
    var configuration =
        new ConfigurationImpl()
            .setPersistenceEnabled(false)
            .setSecurityEnabled(false)
            .setJMXManagementEnabled(false)
            .setMessageExpiryScanPeriod(0)
            .addAcceptorConfiguration("amqp", "tcp://127.0.0.1:" + port + "?protocols=AMQP");
    configuration.registerBrokerPlugin(this);
    server = new EmbeddedActiveMQ().setConfiguration(configuration);
    server.start();
  }

  /** From now on each message comes so many times more. */
  public void repeat(int times) {
    copies.set(times);
  }

  /** From now on messages of these queues are kept: they are lost, or late, for who waits. */
  public void hold(Predicate<String> queues) {
    held = queues;
    if (server != null) {
      server.getActiveMQServer().getPostOffice().getAllBindings().toList().stream()
          .filter(
              binding ->
                  binding.getBindable() instanceof org.apache.activemq.artemis.core.server.Queue)
          .forEach(
              binding -> {
                var queue = (org.apache.activemq.artemis.core.server.Queue) binding.getBindable();
                queue.resetAllIterators();
                queue.deliverAsync();
              });
    }
  }

  /** How many messages wait in a queue, or are with somebody who has not acknowledged them. */
  public long messages(String queue) {
    var found = server.getActiveMQServer().locateQueue(queue);
    return found == null ? 0 : found.getMessageCount();
  }

  /** How many consumers a queue has. */
  public int consumers(String queue) {
    var found = server.getActiveMQServer().locateQueue(queue);
    return found == null ? 0 : found.getConsumerCount();
  }

  @Override
  public void afterSend(
      ServerSession session,
      Transaction tx,
      Message message,
      boolean direct,
      boolean noAutoCreateQueue,
      RoutingStatus result)
      throws org.apache.activemq.artemis.api.core.ActiveMQException {
    for (var copy = 0; copy < copies.get(); copy++) {
      try {
        var postOffice = server.getActiveMQServer();
        postOffice
            .getPostOffice()
            .route(message.copy(postOffice.getStorageManager().generateID()), false);
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }

  @Override
  public boolean canAccept(ServerConsumer consumer, MessageReference reference) {
    return !held.test(reference.getQueue().getName().toString());
  }

  /** Ends it; what it has is gone. */
  public void stop() throws Exception {
    server.stop();
  }
}
