package dev.ziggurat.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Closes one client's connection when the head of a request takes too long, or when there is no
 * request for too long. While a request is in progress the connection stays open, however long that
 * takes.
 */
final class ClientConnection extends ChannelInboundHandlerAdapter {

  private static final AttributeKey<ClientConnection> KEY =
      AttributeKey.valueOf(ClientConnection.class.getName());
  private static final long NONE = Long.MAX_VALUE;

  private final long headerNanos;
  private final long idleNanos;

  private Optional<ChannelHandlerContext> context = Optional.empty();
  private Optional<BodyCheck> bodyCheck = Optional.empty();
  private long deadlineNanos;
  private int requests;
  private boolean readingHead;
  private boolean multiplexed;

  /** Checks the body that is being received whenever there may be more of it. */
  interface BodyCheck {
    void received();
  }

  private ClientConnection(HttpConfig config) {
    this.headerNanos = config.headerLimit().toNanos();
    this.idleNanos = config.idleLimit().toNanos();
  }

  /** Follows this connection from now on, if that is not so already. */
  static ClientConnection of(Channel channel, HttpConfig config) {
    var known = channel.attr(KEY).get();
    if (known != null) {
      return known;
    }
    var added = new ClientConnection(config);
    channel.attr(KEY).set(added);
    // First, so that it sees the bytes before they are decoded.
    channel.pipeline().addFirst(added);
    return added;
  }

  /** Whether this connection is followed. */
  static boolean isFollowed(Channel channel) {
    return channel.attr(KEY).get() != null;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    synchronized (this) {
      context = Optional.of(added);
      deadlineNanos = System.nanoTime() + idleNanos;
    }
    check();
  }

  @Override
  public void channelRead(ChannelHandlerContext channel, Object bytes) {
    var check = onBytes();
    channel.fireChannelRead(bytes);
    check.ifPresent(BodyCheck::received);
  }

  private synchronized Optional<BodyCheck> onBytes() {
    if (requests == 0 && !readingHead && !multiplexed) {
      readingHead = true;
      deadlineNanos = System.nanoTime() + headerNanos;
    }
    return bodyCheck;
  }

  /**
   * The head of a request is complete.
   *
   * @param newMultiplexed whether further requests may come meanwhile (HTTP/2)
   */
  synchronized void beginRequest(boolean newMultiplexed) {
    multiplexed = newMultiplexed;
    readingHead = false;
    requests++;
    deadlineNanos = NONE;
  }

  /** The head of a request may have begun before this connection was followed. */
  synchronized void expectHead() {
    if (requests == 0 && !readingHead) {
      readingHead = true;
      deadlineNanos = System.nanoTime() + headerNanos;
    }
  }

  /** Calls this for all bytes until the request ends. */
  synchronized void checkBody(BodyCheck check) {
    bodyCheck = multiplexed ? Optional.empty() : Optional.of(check);
  }

  /** The request was answered, or its connection closed. */
  synchronized void endRequest() {
    requests--;
    bodyCheck = Optional.empty();
    if (requests == 0) {
      deadlineNanos = System.nanoTime() + idleNanos;
    }
  }

  private void check() {
    context
        .filter(channel -> !channel.isRemoved())
        .ifPresent(
            channel -> {
              var left = left();
              if (left.isPositive()) {
                channel.executor().schedule(this::check, left.toNanos(), TimeUnit.NANOSECONDS);
              } else {
                channel.close();
              }
            });
  }

  /** Until the deadline, at most the shortest limit: a deadline may be set while this waits. */
  private synchronized Duration left() {
    var shortest = Math.min(headerNanos, idleNanos);
    return Duration.ofNanos(
        deadlineNanos == NONE ? shortest : Math.min(shortest, deadlineNanos - System.nanoTime()));
  }
}
