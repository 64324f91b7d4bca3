package dev.ziggurat.benchmark;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;

/** Asks over one connection, and again once the answer is there, until the load is over. */
final class Asking extends SimpleChannelInboundHandler<HttpObject> {

  private static final int OK = 200;

  private final Load load;
  private final Deltas deltas;
  private long asked;
  private int status;
  private boolean waiting;

  Asking(Load load, Deltas deltas) {
    this.load = load;
    this.deltas = deltas;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    ask(context);
  }

  private void ask(ChannelHandlerContext context) {
    if (load.over()) {
      context.close();
      return;
    }
    waiting = true;
    asked = System.nanoTime();
    deltas.asked(asked);
    context.writeAndFlush(load.request());
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
    if (part instanceof HttpResponse head) {
      status = head.status().code();
    }
    if (part instanceof HttpContent content) {
      if (load.streams()) {
        deltas.came(content.content(), System.nanoTime());
      }
      if (part instanceof LastHttpContent) {
        waiting = false;
        load.answered(
            status == OK && (!load.streams() || deltas.whole()), System.nanoTime() - asked);
        ask(context);
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    load.lost(waiting);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
    context.close();
  }
}
