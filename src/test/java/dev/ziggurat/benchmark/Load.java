package dev.ziggurat.benchmark;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpResponseDecoder;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * So many connections to one target, each of which asks again as soon as it is answered. Everything
 * happens on one thread, so that it takes little of the machine that it measures.
 */
public final class Load implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 60;
  private static final int RECONNECT_MILLIS = 20;

  private final EventLoopGroup thread = new NioEventLoopGroup(1);
  private final Bootstrap bootstrap;
  private final ByteBuf request;
  private final boolean streams;
  private final CountDownLatch ended;
  private final Latencies whole = new Latencies();
  private final Latencies first = new Latencies();
  private final Latencies gaps = new Latencies();
  private long answers;
  private long errors;
  private long answersInAll;
  private long since = System.nanoTime();
  private boolean over;

  private Load(Target target, int connections, boolean streams) {
    this.request =
        Unpooled.unreleasableBuffer(
            Unpooled.wrappedBuffer(streams ? target.streamed() : target.whole()));
    this.streams = streams;
    this.ended = new CountDownLatch(connections);
    this.bootstrap =
        new Bootstrap()
            .group(thread)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.TCP_NODELAY, true)
            .remoteAddress(InetAddress.getLoopbackAddress(), target.port())
            .handler(
                new ChannelInitializer<Channel>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel
                        .pipeline()
                        .addLast(
                            new HttpResponseDecoder(),
                            new Asking(Load.this, new Deltas(first, gaps)));
                  }
                });
    for (var connection = 0; connection < connections; connection++) {
      thread.execute(this::connect);
    }
  }

  /** Begins to ask for whole answers. */
  public static Load of(Target target, int connections) {
    return new Load(target, connections, false);
  }

  /** Begins to ask for streams. */
  public static Load ofStreams(Target target, int connections) {
    return new Load(target, connections, true);
  }

  private void connect() {
    if (over) {
      ended.countDown();
      return;
    }
    bootstrap
        .connect()
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                lost(true);
              }
            });
  }

  boolean over() {
    return over;
  }

  boolean streams() {
    return streams;
  }

  ByteBuf request() {
    return request.duplicate();
  }

  void answered(boolean good, long nanos) {
    if (good) {
      answers++;
      answersInAll++;
      whole.add(nanos);
    } else {
      errors++;
    }
  }

  /** A connection is no more; another takes its place until the load is over. */
  void lost(boolean unanswered) {
    if (unanswered) {
      errors++;
    }
    thread.schedule(this::connect, RECONNECT_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** What happened since this was last asked, or since the begin. */
  public Round taken() throws InterruptedException {
    return onThread(
        () -> {
          var now = System.nanoTime();
          var round =
              new Round(
                  answers,
                  errors,
                  Duration.ofNanos(now - since),
                  whole.taken(),
                  first.taken(),
                  gaps.taken());
          answers = 0;
          errors = 0;
          since = System.nanoTime();
          return round;
        });
  }

  /** Lets what was asked be answered, and ends. */
  public long end() throws InterruptedException {
    onThread(() -> over = true);
    if (!ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw new IllegalStateException(ended.getCount() + " connections still wait for an answer");
    }
    return onThread(() -> answersInAll);
  }

  private <T> T onThread(Callable<T> what) throws InterruptedException {
    try {
      return thread.submit(what).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException failed) {
      throw new IllegalStateException(failed);
    }
  }

  @Override
  public void close() {
    thread.shutdownGracefully(0, PATIENCE_SECONDS, TimeUnit.SECONDS).syncUninterruptibly();
  }
}
