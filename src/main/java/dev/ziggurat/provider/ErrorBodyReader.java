package dev.ziggurat.provider;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Reads the error body of a streaming call. Passes it on once, when the body is complete, truncated
 * at the size limit, or the connection is lost.
 */
final class ErrorBodyReader implements ResponseBytes.Receiver {

  private static final int MAX_BYTES = 65_536;

  private final Consumer<String> onComplete;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean completed;

  ErrorBodyReader(Consumer<String> onComplete) {
    this.onComplete = onComplete;
  }

  @Override
  public void onData(byte[] data, int count) {
    bytes.write(data, 0, Math.min(count, MAX_BYTES - bytes.size()));
    if (bytes.size() == MAX_BYTES) {
      complete();
    }
  }

  @Override
  public void onEnd() {
    complete();
  }

  @Override
  public void onError(Throwable cause) {
    complete();
  }

  private void complete() {
    if (!completed) {
      completed = true;
      onComplete.accept(bytes.toString(StandardCharsets.UTF_8));
    }
  }
}
