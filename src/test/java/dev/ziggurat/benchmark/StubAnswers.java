package dev.ziggurat.benchmark;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** The answers of {@link StubProvider} on one connection, written once for all. */
final class StubAnswers extends SimpleChannelInboundHandler<FullHttpRequest> {

  private static final String WORDS =
      "I keep thirty measures and sell ten today, while the price is high and nobody knows yet. ";

  private static final ByteBuf WHOLE =
      bytes(
          answer(
              """
              {"id":"chatcmpl-stub","object":"chat.completion","created":1764000000,"model":"openai/gpt-oss-120b","choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"logprobs":null,"finish_reason":"stop"}],"usage":{"prompt_tokens":96,"completion_tokens":170,"total_tokens":266}}"""
                  .formatted(WORDS.repeat(9))));
  private static final ByteBuf HEAD =
      bytes(
          """
          HTTP/1.1 200 OK\r
          Content-Type: text/event-stream\r
          Transfer-Encoding: chunked\r
          \r
          """);
  private static final ByteBuf DELTA =
      bytes(
          chunk(
              event(
                  "[{\"index\":0,\"delta\":{\"content\":\"barley \"},\"finish_reason\":null}]",
                  "")));
  private static final ByteBuf END =
      bytes(
          chunk(
                  event("[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]", "")
                      + event(
                          "[]",
                          ",\"usage\":{\"prompt_tokens\":96,\"completion_tokens\":64,\"total_tokens\":160}")
                      + "data: [DONE]\n\n")
              + "0\r\n\r\n");
  private static final ByteBuf STREAM =
      Unpooled.copiedBuffer("\"stream\":true", StandardCharsets.UTF_8);
  private static final ByteBuf SPACED =
      Unpooled.copiedBuffer("\"stream\": true", StandardCharsets.UTF_8);

  private Future<?> stream;
  private int sent;

  private static String answer(String body) {
    return """
        HTTP/1.1 200 OK\r
        Content-Type: application/json\r
        Content-Length: %d\r
        \r
        %s"""
        .formatted(body.length(), body);
  }

  private static String event(String choices, String more) {
    return """
        data: {"id":"chatcmpl-stub","object":"chat.completion.chunk","created":1764000000,"model":"openai/gpt-oss-120b","choices":%s%s}

        """
        .formatted(choices, more);
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.unreleasableBuffer(
        Unpooled.directBuffer().writeBytes(text.getBytes(StandardCharsets.US_ASCII)));
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
    var body = request.content();
    if (ByteBufUtil.indexOf(STREAM, body) < 0 && ByteBufUtil.indexOf(SPACED, body) < 0) {
      context.writeAndFlush(WHOLE.duplicate());
      return;
    }
    sent = 0;
    context.write(HEAD.duplicate());
    stream =
        context
            .executor()
            .scheduleAtFixedRate(
                () -> next(context), 0, StubProvider.PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void next(ChannelHandlerContext context) {
    context.write(DELTA.duplicate());
    if (++sent == StubProvider.DELTAS) {
      context.write(END.duplicate());
      stream.cancel(false);
    }
    context.flush();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (stream != null) {
      stream.cancel(false);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable broken) {
    context.close();
  }
}
