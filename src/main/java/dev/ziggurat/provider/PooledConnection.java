package dev.ziggurat.provider;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.util.AttributeKey;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.net.impl.ConnectionBase;
import java.util.Optional;

/**
 * Follows one HTTP/1 connection of the pool: whether it was used before, and whether any byte came
 * back since the last request was put on it. A server may close an idle connection at the moment
 * the next request is sent on it; that request was not answered, and is repeated.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-9.3.1">RFC 9112, 9.3.1: retrying
 *     requests</a>
 */
final class PooledConnection extends ChannelInboundHandlerAdapter {

  private static final AttributeKey<PooledConnection> KEY =
      AttributeKey.valueOf(PooledConnection.class.getName());
  private static final String NAME = "ziggurat-pooled";

  /** The name that Vert.x gives the HTTP/1 codec; below it is what TLS has decrypted. */
  private static final String CODEC = "codec";

  private final Channel channel;
  private volatile boolean reused;
  private volatile boolean answered;

  private PooledConnection(Channel channel) {
    this.channel = channel;
  }

  /** The connection of a request that is about to be sent; empty if it is not HTTP/1. */
  static Optional<PooledConnection> of(HttpClientRequest request) {
    if (!(request.connection() instanceof ConnectionBase connection)) {
      return Optional.empty();
    }
    var channel = connection.channelHandlerContext().channel();
    // Not from the pipeline, which is empty once the connection is closed.
    var known = channel.attr(KEY).get();
    if (known != null) {
      known.reused = true;
      known.answered = false;
      return Optional.of(known);
    }
    if (channel.pipeline().get(CODEC) == null) {
      return Optional.empty();
    }
    var added = new PooledConnection(channel);
    channel.attr(KEY).set(added);
    channel.pipeline().addBefore(CODEC, NAME, added);
    return Optional.of(added);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object bytes) {
    answered = true;
    context.fireChannelRead(bytes);
  }

  /** Leaves what the server sends unread until {@link #resumeReading}. */
  void pauseReading() {
    channel.config().setAutoRead(false);
  }

  /** Reads again. */
  void resumeReading() {
    channel.config().setAutoRead(true);
  }

  /** Whether an earlier request was sent on it. */
  boolean reused() {
    return reused;
  }

  /** Whether a byte came back since the last request. */
  boolean answered() {
    return answered;
  }
}
