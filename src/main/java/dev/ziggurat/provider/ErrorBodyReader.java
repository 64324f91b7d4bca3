package dev.ziggurat.provider;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** The body of an error that was to be a stream: told once it is whole, or long enough. */
final class ErrorBodyReader implements ResponseBytes.Receiver {

  private static final int LONGEST = 65_536;

  private final Consumer<String> whole;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private boolean told;

  ErrorBodyReader(Consumer<String> whole) {
    this.whole = whole;
  }

  @Override
  public void came(byte[] more, int count) {
    bytes.write(more, 0, Math.min(count, LONGEST - bytes.size()));
    if (bytes.size() == LONGEST) {
      tell();
    }
  }

  @Override
  public void ended() {
    tell();
  }

  @Override
  public void broke(Throwable cause) {
    tell();
  }

  private void tell() {
    if (!told) {
      told = true;
      whole.accept(bytes.toString(StandardCharsets.UTF_8));
    }
  }
}
