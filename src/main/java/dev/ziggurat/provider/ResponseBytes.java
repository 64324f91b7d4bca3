package dev.ziggurat.provider;

import io.vertx.core.http.HttpClientResponse;
import java.io.IOException;
import java.io.InputStream;
import org.jboss.resteasy.reactive.common.core.BlockingNotAllowedException;

/**
 * The bytes of a response as they arrive. The REST client offers an incomplete body as an {@code
 * InputStream}, which blocks a thread for every read and fetches each buffer from the event loop.
 * This class reads what that stream has buffered, then handles the rest of the response itself.
 */
final class ResponseBytes {

  private static final int BUFFER_SIZE = 8_192;

  private final HttpClientResponse response;

  ResponseBytes(HttpClientResponse response) {
    this.response = response;
  }

  /**
   * Receives the bytes, on the event loop of the call. Nothing follows {@link #onEnd} or {@link
   * #onError}.
   */
  interface Receiver {

    void onData(byte[] bytes, int count);

    void onEnd();

    void onError(Throwable cause);
  }

  /**
   * Starts reading. Call this on the event loop of the call, where a read of the stream fails
   * instead of blocking.
   *
   * @param stream the stream that the REST client created
   */
  void start(InputStream stream, Receiver receiver) {
    var chunk = new byte[BUFFER_SIZE];
    try {
      for (var count = stream.read(chunk); count >= 0; count = stream.read(chunk)) {
        receiver.onData(chunk, count);
      }
      receiver.onEnd();
    } catch (BlockingNotAllowedException wouldBlock) {
      response.handler(
          buffer -> {
            var bytes = buffer.getBytes();
            receiver.onData(bytes, bytes.length);
          });
      response.endHandler(_ -> receiver.onEnd());
      response.exceptionHandler(receiver::onError);
      response.resume();
    } catch (IOException failed) {
      receiver.onError(failed);
    }
  }

  /** Stops receiving until {@link #resume}. */
  void pause() {
    response.pause();
  }

  /** Continues receiving. */
  void resume() {
    response.resume();
  }
}
