package dev.ziggurat.provider;

import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.resteasy.reactive.common.core.BlockingNotAllowedException;

/**
 * The bytes of an answer as they come. The REST client gives a body that is not whole yet as an
 * {@code InputStream}, which blocks a thread for every read and asks the event loop for each buffer
 * anew; this takes the response over from it, after what it has by then.
 */
final class ResponseBytes {

  private static final int PIECE = 8_192;

  private final HttpClientResponse response;

  ResponseBytes(HttpClientResponse response) {
    this.response = response;
  }

  /** Who takes the bytes, on the event loop of the call. After the end or a break nothing comes. */
  interface Receiver {

    void came(byte[] bytes, int count);

    void ended();

    void broke(Throwable cause);
  }

  /**
   * Begins; on the event loop of the call, where a read of the stream fails instead of blocking.
   *
   * @param begun the stream that the REST client made
   */
  void begin(InputStream begun, Receiver receiver) {
    var piece = new byte[PIECE];
    try {
      for (var count = begun.read(piece); count >= 0; count = begun.read(piece)) {
        receiver.came(piece, count);
      }
      receiver.ended();
    } catch (BlockingNotAllowedException nothingYet) {
      response.handler(
          buffer -> {
            var bytes = buffer.getBytes();
            receiver.came(bytes, bytes.length);
          });
      response.endHandler(_ -> receiver.ended());
      response.exceptionHandler(receiver::broke);
      response.resume();
    } catch (IOException broken) {
      receiver.broke(broken);
    }
  }

  /** Nothing more is to come for now. */
  void pause() {
    response.pause();
  }

  /** It may come again. */
  void resume() {
    response.resume();
  }
}
