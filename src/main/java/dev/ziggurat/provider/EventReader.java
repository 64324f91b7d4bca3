package dev.ziggurat.provider;

import dev.ziggurat.llm.AnnouncedLimits;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.StreamPiece;
import java.util.Optional;
import java.util.function.Consumer;

/** Converts the events of one streamed answer to pieces; knows no connection. */
public interface EventReader {

  /**
   * Reads the next event.
   *
   * @param pieces receives the pieces that it contains
   * @return whether it is the last event of the answer
   * @throws UnusableAnswer when it reports an error or is torn
   */
  boolean read(ServerEvents.Event event, Consumer<StreamPiece> pieces);

  /**
   * Whether the answer itself is complete, although its last event may not have come: nothing of it
   * is lost then when the connection is.
   */
  boolean isComplete();

  /**
   * Ends the answer, after its last event or where the stream ended.
   *
   * @param pieces receives the last pieces
   * @param requestId the request id of the response headers
   * @return the complete answer without its text
   * @throws UnusableAnswer when the answer is not complete
   */
  Completion end(Consumer<StreamPiece> pieces, Optional<String> requestId, AnnouncedLimits limits);
}
