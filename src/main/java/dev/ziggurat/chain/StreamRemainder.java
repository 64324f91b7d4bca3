package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.llm.ChatStream;
import dev.ziggurat.llm.Completion;
import dev.ziggurat.llm.ProviderFailure;
import dev.ziggurat.llm.StreamPiece;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What is still to come of a streamed answer. However it ends, whoever has it must close it: that
 * puts its attempt on the call's path and gives its place before the provider back, once.
 */
public final class StreamRemainder implements AutoCloseable {

  private final ChatStream stream;
  private final Offer offer;
  private final ConcurrencyLimit.Place place;
  private final ProviderQueue line;
  private final AttemptRecorder.Recording recording;
  private final Duration stall;
  private final Instant end;
  private final InstantSource time;
  private final AtomicBoolean over = new AtomicBoolean();
  private Optional<Instant> waitingSince = Optional.empty();
  private volatile Completion completion;
  private volatile ProviderFailure failure;

  /**
   * @param stall the longest silence between two pieces
   * @param end when the stream must be over
   */
  StreamRemainder(
      ChatStream stream,
      Offer offer,
      ConcurrencyLimit.Place place,
      ProviderQueue line,
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

  /** Has this done whenever there may be more to take; it must not block. */
  public void whenMore(Runnable more) {
    stream.whenMore(more);
  }

  /**
   * The next piece if it is there; never blocks. After the end there is none. One thread at a time
   * may ask.
   *
   * @throws ProviderFailure when the answer breaks off; what came so far is paid for, and nobody
   *     else is asked
   */
  public Optional<StreamPiece> poll() {
    try {
      var now = time.instant();
      var piece = stream.poll(patience(now));
      waitingSince = piece.isPresent() ? Optional.empty() : waitingSince.or(() -> Optional.of(now));
      if (piece.isPresent() && piece.get() instanceof StreamPiece.End whole) {
        completion = whole.completion();
      }
      return piece;
    } catch (ProviderFailure broken) {
      failure = broken;
      throw broken;
    } catch (RuntimeException unforeseen) {
      failure = SingleAttempt.unusable(offer.provider(), unforeseen);
      throw failure;
    }
  }

  /** What passes between two pieces that nobody waits for is no silence. */
  private Duration patience(Instant now) {
    var silent = waitingSince.orElse(now).plus(stall);
    return Duration.between(now, silent.isBefore(end) ? silent : end);
  }

  /** Settles what was paid, and gives up what has not come yet. It may block for a moment. */
  @Override
  public void close() {
    stream.close();
    if (!over.compareAndSet(false, true)) {
      return;
    }
    if (completion != null) {
      recording.succeeded(completion);
      line.heard(completion.limits());
      place.answered();
    } else if (failure != null) {
      recording.brokeOff(failure);
    } else {
      recording.cancelled();
    }
    place.close();
  }
}
