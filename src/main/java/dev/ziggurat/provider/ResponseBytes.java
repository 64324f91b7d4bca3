package dev.ziggurat.provider;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientResponse;
import java.util.ArrayList;
import java.util.List;

/**
 * The bytes of a response as they arrive. The REST client offers an incomplete body as an {@code
 * InputStream}, which blocks a thread for every read, and drops what was received but not read when
 * the connection ends. This class handles the response in its place, from the moment when its
 * headers are there; what comes before {@link #start} is kept for it.
 *
 * <p>Everything happens on the event loop of the call.
 */
final class ResponseBytes {

  private final HttpClientResponse response;

  /** At most what the REST client has asked for: one buffer of the connection. */
  private final List<Buffer> early = new ArrayList<>();

  private Receiver receiver;
  private Throwable lost;
  private boolean ended;

  /** Takes a response over, whose handlers were set before. */
  ResponseBytes(HttpClientResponse response) {
    this.response = response;
    response.handler(this::onData);
    response.endHandler(_ -> onEnd());
    response.exceptionHandler(this::onLost);
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

  /** Starts receiving. */
  void start(Receiver newReceiver) {
    receiver = newReceiver;
    early.forEach(this::onData);
    early.clear();
    if (ended) {
      receiver.onEnd();
      return;
    }
    response.resume();
    if (lost != null) {
      // After what is still queued in the response.
      Vertx.currentContext().runOnContext(_ -> receiver.onError(lost));
    }
  }

  private void onData(Buffer buffer) {
    if (receiver == null) {
      early.add(buffer);
    } else {
      var bytes = buffer.getBytes();
      receiver.onData(bytes, bytes.length);
    }
  }

  private void onEnd() {
    ended = true;
    if (receiver != null) {
      receiver.onEnd();
    }
  }

  private void onLost(Throwable cause) {
    lost = cause;
    if (receiver != null) {
      receiver.onError(cause);
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
