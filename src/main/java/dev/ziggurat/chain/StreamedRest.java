package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.ChatStream;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.StreamPiece;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is still to come of a streamed answer. However it ends, its attempt is put on the call's
 * path and its place before the provider is given back, once.
 */
public final class StreamedRest implements AutoCloseable {

  private final ChatStream stream;
  private final Offer offer;
  private final ConcurrencyLimit.Place place;
  private final ProviderLine line;
  private final AttemptRecorder.Recording recording;
  private final Duration stall;
  private final Instant end;
  private final InstantSource time;
  private final AtomicBoolean over = new AtomicBoolean();
  private volatile boolean unwanted;

  /**
   * @param stall the longest silence between two pieces
   * @param end when the stream must be over
   */
  StreamedRest(
      ChatStream stream,
      Offer offer,
      ConcurrencyLimit.Place place,
      ProviderLine line,
      AttemptRecorder.Recording recording,
      Duration stall,
      Instant end,
      InstantSource time) {
    this.stream = stream;
    this.offer = offer;
    this.place = place;
    this.line = line;
    this.recording = recording;
    this.stall = stall;
    this.end = end;
    this.time = time;
  }

  /** Who answers, and with which model. */
  public Offer offer() {
    return offer;
  }

  /**
   * Blocks until the next piece is there. After the end there is none.
   *
   * @param beforeWaiting done whenever no piece is there yet
   * @throws ProviderFailure when the answer breaks off; what came so far is paid for, and nobody
   *     else is asked
   */
  public StreamPiece next(Runnable beforeWaiting) {
    try {
      var left = Duration.between(time.instant(), end);
      var piece = stream.next(left.compareTo(stall) < 0 ? left : stall, beforeWaiting);
      if (piece instanceof StreamPiece.End whole && over.compareAndSet(false, true)) {
        recording.succeeded(whole.completion());
        line.heard(whole.completion().limits());
        place.answered();
        place.close();
      }
      return piece;
    } catch (ProviderFailure failure) {
      if (over.compareAndSet(false, true)) {
        if (unwanted) {
          recording.cancelled();
        } else {
          recording.brokeOff(failure);
        }
        place.close();
      }
      throw failure;
    }
  }

  /** Nobody wants the rest any more: ends a wait for the next piece, from another thread. */
  public void abandon() {
    unwanted = true;
    stream.close();
  }

  /** Gives up what has not come yet. */
  @Override
  public void close() {
    stream.close();
    if (over.compareAndSet(false, true)) {
      recording.cancelled();
      place.close();
    }
  }
}
