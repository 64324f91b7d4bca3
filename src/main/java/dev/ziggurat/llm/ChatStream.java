package dev.ziggurat.llm;

import java.time.Duration;

/**
 * An answer that comes piece by piece, for the one thread that asked. Closing it before its end
 * gives the call up and closes its connection, so that the provider stops generating and billing;
 * any thread may do that.
 */
public interface ChatStream extends AutoCloseable {

  /**
   * Blocks until the next piece is there. After {@link StreamPiece.End} there is none.
   *
   * @param patience how long to wait at most
   * @param beforeWaiting done whenever no piece is there yet, so that whoever passes pieces on may
   *     hand over together what came together
   * @throws ProviderFailure when there will be no more, or none in time; the call is given up then
   */
  StreamPiece next(Duration patience, Runnable beforeWaiting);

  /** The same for somebody who has nothing to do meanwhile. */
  default StreamPiece next(Duration patience) {
    return next(patience, () -> {});
  }

  @Override
  void close();
}
