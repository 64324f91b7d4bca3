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
 * The rest of a streamed answer after its first content. The receiver must close it, however it
 * ends: closing records the attempt on the path of the call and releases the slot of the provider,
 * once.
 */
public final class StreamRemainder implements AutoCloseable {

  private final ChatStream stream;
  private final Offer offer;
  private final ConcurrencyLimit.Slot slot;
  private final ProviderQueue queue;
  private final AttemptRecorder.Recording recording;
  private final Duration stall;
  private final Instant end;
  private final InstantSource time;
  private final AtomicBoolean closed = new AtomicBoolean();
  private Optional<Instant> waitingSince = Optional.empty();
  private volatile Completion completion;
  private volatile ProviderFailure failure;

  /**
   * Takes over an open stream after its first content.
   *
   * @param stall the longest pause between two pieces
   * @param end when the stream must be complete
   */
  StreamRemainder(
      ChatStream stream,
      Offer offer,
      ConcurrencyLimit.Slot slot,
      ProviderQueue queue,
      AttemptRecorder.Recording recording,
      Duration stall,
      Instant end,
      InstantSource time) {
    this.stream = stream;
    this.offer = offer;
    this.slot = slot;
    this.queue = queue;
    this.recording = recording;
    this.stall = stall;
    this.end = end;
    this.time = time;
  }

  /** The provider that answers, and its model. */
  public Offer offer() {
    return offer;
  }

  /** Registers a callback that runs whenever {@link #poll} may return more; it must not block. */
  public void whenMore(Runnable more) {
    stream.whenMore(more);
  }

  /**
   * Returns the next piece if it has arrived; never blocks. Empty after the end. Must not be called
   * concurrently.
   *
   * @throws ProviderFailure when the stream fails; what came so far is billed, and no other
   *     provider is asked
   */
  public Optional<StreamPiece> poll() {
    try {
      var now = time.instant();
      var piece = stream.poll(maxWait(now));
      waitingSince = piece.isPresent() ? Optional.empty() : waitingSince.or(() -> Optional.of(now));
      switch (piece.orElse(null)) {
        case null -> {
          // Not yet arrived.
        }
        case StreamPiece.Delta delta -> recording.received(delta);
        case StreamPiece.End last -> completion = last.completion();
      }
      return piece;
    } catch (ProviderFailure broken) {
      failure = broken;
      throw broken;
    } catch (RuntimeException unforeseen) {
      failure = SingleAttempt.processingFailed(offer.provider(), unforeseen);
      throw failure;
    }
  }

  /** The stall timeout counts only while the caller waits for the next piece. */
  private Duration maxWait(Instant now) {
    var stalledAt = waitingSince.orElse(now).plus(stall);
    return Duration.between(now, stalledAt.isBefore(end) ? stalledAt : end);
  }

  /**
   * Records the attempt, settles its cost and cancels the stream if it is not complete. May block
   * briefly.
   */
  @Override
  public void close() {
    stream.close();
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    if (completion != null) {
      recording.succeeded(completion);
      queue.update(completion.limits());
      slot.succeeded();
    } else if (failure != null) {
      recording.failedMidStream(failure);
    } else {
      recording.cancelled();
    }
    slot.close();
  }
}
