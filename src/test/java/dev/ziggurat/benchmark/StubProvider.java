package dev.ziggurat.benchmark;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import java.io.IOException;
import java.net.InetAddress;

/**
 * A provider that takes next to nothing of the machine: every chat completion gets the same answer
 * at once, or the same stream of {@value #DELTAS} deltas, {@value #PERIOD_MILLIS} milliseconds
 * apart. A program of its own, which ends with whoever started it.
 */
public final class StubProvider {

  /** How many deltas a stream has. */
  public static final int DELTAS = 64;

  /** From one delta to the next. */
  public static final int PERIOD_MILLIS = 20;

  private static final int MAX_REQUEST = 1 << 20;
  private static final int BACKLOG = 1024;

  private StubProvider() {}

  /** Listens on the port that is named, until its standard input ends. */
  public static void main(String[] arguments) throws IOException {
    var threads = new NioEventLoopGroup(1);
    new ServerBootstrap()
        .group(threads)
        .channel(NioServerSocketChannel.class)
        .option(ChannelOption.SO_BACKLOG, BACKLOG)
        .childOption(ChannelOption.TCP_NODELAY, true)
        .childHandler(
            new ChannelInitializer<Channel>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(
                        new HttpRequestDecoder(),
                        new HttpObjectAggregator(MAX_REQUEST),
                        new StubAnswers());
              }
            })
        .bind(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]))
        .syncUninterruptibly();
    while (System.in.read() >= 0) {
      // Nobody says anything; the end is what is waited for.
    }
    threads.shutdownGracefully().syncUninterruptibly();
  }
}
