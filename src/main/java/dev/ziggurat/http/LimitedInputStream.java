package dev.ziggurat.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Reads a body of unknown length and throws {@link BodyTooLarge} beyond the limit. */
final class LimitedInputStream extends FilterInputStream {

  private final long mostBytes;
  private long bytes;

  LimitedInputStream(InputStream body, long mostBytes) {
    super(body);
    this.mostBytes = mostBytes;
  }

  @Override
  public int read() throws IOException {
    int read = super.read();
    count(read < 0 ? 0 : 1);
    return read;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = super.read(buffer, offset, length);
    count(Math.max(0, read));
    return read;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  private void count(int more) throws BodyTooLarge {
    bytes += more;
    if (bytes > mostBytes) {
      throw new BodyTooLarge(mostBytes);
    }
  }
}
