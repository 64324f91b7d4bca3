package dev.ziggurat.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.quarkus.logging.Log;
import jakarta.inject.Singleton;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Accepts connections: all together up to {@code quarkus.http.limits.max-connections}, and a share
 * of them for each client address, so that no client takes them all. Sits in the pipeline of the
 * server's own channel, where each accepted connection passes first.
 */
@Singleton
@Sharable
class ClientAddresses extends ChannelInboundHandlerAdapter {

  private static final String NAME = "ziggurat-clients";
  private static final int NETWORK_BYTES = 8;

  private final HttpConfig config;
  private final int max;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentHashMap<InetAddress, Integer> openByAddress = new ConcurrentHashMap<>();
  private final AtomicLong nextWarningNanos = new AtomicLong(System.nanoTime());

  ClientAddresses(
      HttpConfig config,
      @ConfigProperty(name = "quarkus.http.limits.max-connections") OptionalInt max) {
    this.config = config;
    this.max = max.orElse(Integer.MAX_VALUE);
  }

  /**
   * Guards the server that accepted this connection from now on, if that is not so already, and
   * follows the connections that it accepted before.
   */
  void guard(Channel client) {
    var server = client.parent();
    if (server.pipeline().get(NAME) == null && added(server)) {
      client.eventLoop().parent().forEach(loop -> loop.execute(() -> followAll(loop, server)));
    }
  }

  private synchronized boolean added(Channel server) {
    if (server.pipeline().get(NAME) != null) {
      return false;
    }
    server.pipeline().addFirst(NAME, this);
    return true;
  }

  /** Runs on the event loop, whose connections only that knows. */
  private void followAll(EventExecutor loop, Channel server) {
    if (!(loop instanceof SingleThreadEventLoop registered)) {
      return;
    }
    var earlier = new ArrayList<Channel>();
    registered
        .registeredChannelsIterator()
        .forEachRemaining(
            channel -> {
              if (channel.parent() == server && !ClientConnection.isFollowed(channel)) {
                earlier.add(channel);
              }
            });
    for (var client : earlier) {
      if (client.remoteAddress() instanceof InetSocketAddress remote) {
        var network = network(remote.getAddress());
        openByAddress.merge(network, 1, Integer::sum);
        open.incrementAndGet();
        follow(client, network);
        ClientConnection.of(client, config).expectHead();
      }
    }
  }

  private void follow(Channel client, InetAddress network) {
    client.closeFuture().addListener(_ -> left(network));
    ClientConnection.of(client, config);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object accepted) {
    if (accepted instanceof Channel client
        && client.remoteAddress() instanceof InetSocketAddress remote) {
      var network = network(remote.getAddress());
      if (!isAdmitted(network)) {
        client.unsafe().closeForcibly();
        return;
      }
      follow(client, network);
    }
    context.fireChannelRead(accepted);
  }

  private boolean isAdmitted(InetAddress network) {
    var ofAddress = openByAddress.merge(network, 1, Integer::sum);
    if (open.incrementAndGet() <= max && ofAddress <= config.connectionsPerAddress()) {
      return true;
    }
    left(network);
    warn(network);
    return false;
  }

  private void left(InetAddress network) {
    open.decrementAndGet();
    openByAddress.computeIfPresent(network, (_, count) -> count > 1 ? count - 1 : null);
  }

  /** Once a minute. */
  private void warn(InetAddress network) {
    var now = System.nanoTime();
    var next = nextWarningNanos.get();
    if (now - next >= 0
        && nextWarningNanos.compareAndSet(next, now + TimeUnit.MINUTES.toNanos(1))) {
      Log.warnf(
          "Connections are refused, the last from %s: it has %d open (ziggurat.http.connections-per-address: %d), all together %d (quarkus.http.limits.max-connections: %d)",
          network.getHostAddress(),
          openByAddress.getOrDefault(network, 0),
          config.connectionsPerAddress(),
          open.get(),
          max);
    }
  }

  /** Of IPv6 the first 64 bits, because a client has all addresses of its network. */
  private static InetAddress network(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    var bytes = address.getAddress();
    if (!address.isLoopbackAddress()) {
      Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException impossible) {
      return address;
    }
  }
}
