package dev.ziggurat.llm;

import java.time.Duration;
import java.util.Optional;

/**
 * A streamed answer, read without blocking: the reader polls and is notified when there is more.
 * Closing it before its end cancels the call and closes the connection, so that the provider stops
 * generating and billing; any thread may close it.
 */
public interface ChatStream extends AutoCloseable {

  /**
   * Returns the next piece if it has arrived; never blocks. Empty after {@link StreamPiece.End}.
   * Must not be called concurrently.
   *
   * @param maxWait how long the next piece may still take if it has not arrived yet
   * @throws ProviderFailure when the stream failed or the wait was exceeded; the call is cancelled
   *     then
   */
  Optional<StreamPiece> poll(Duration maxWait);

  /**
   * Registers a callback that runs once at registration, and then whenever {@link #poll} may return
   * more or fail. It runs on the I/O thread of the connection, so it must not block.
   */
  void whenMore(Runnable more);

  @Override
  void close();
}
