package dev.ziggurat.llm;

import java.time.Duration;
import java.util.Optional;

/**
 * An answer that comes piece by piece. Nobody waits in it: whoever reads it takes what is there and
 * is told when there is more. Closing it before its end gives the call up and closes its
 * connection, so that the provider stops generating and billing; any thread may do that.
 */
public interface ChatStream extends AutoCloseable {

  /**
   * The next piece if it is there; never blocks. After {@link StreamPiece.End} there is none. One
   * thread at a time may ask.
   *
   * @param patience how long the next piece may take from now where it is not there yet
   * @throws ProviderFailure when there will be no more, or none came in time; the call is given up
   *     then
   */
  Optional<StreamPiece> poll(Duration patience);

  /**
   * Has this done from now on whenever there may be more to take, or the end to be told, and once
   * at the beginning. It is done by the thread that the bytes come by, so it must not block.
   */
  void whenMore(Runnable more);

  @Override
  void close();
}
