package dev.ziggurat.simulator;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What one provider is told to get wrong.
 *
 * @param status the error to answer with, 0 unless the disturbance is {@link FaultKind#STATUS}
 * @param variant which of the status's bodies
 * @param maxInFlight requests above it are refused as too many at once
 * @param tokensPerMinute the limit to announce and enforce instead of the usual one
 * @param withoutUsage whether answers leave out what they cost
 */
record Fault(
    Optional<FaultKind> disturbance,
    int status,
    Optional<String> variant,
    OptionalInt retryAfterSeconds,
    OptionalInt latencyMillis,
    OptionalInt maxInFlight,
    OptionalLong tokensPerMinute,
    boolean withoutUsage,
    Only only,
    Pace pace) {

  static final Fault NONE =
      new Fault(
          Optional.empty(),
          0,
          Optional.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          OptionalLong.empty(),
          false,
          Only.ALL,
          Pace.USUAL);

  /**
   * Which requests are disturbed.
   *
   * @param first none after this many; 0 for no such end
   * @param every each of which number; 1 for each
   */
  record Only(long first, long every) {
    static final Only ALL = new Only(0, 1);

    boolean hits(long number) {
      return (first == 0 || number <= first) && number % every == 0;
    }
  }

  /**
   * How a stream goes.
   *
   * @param firstChunkMillis between the headers and the first piece
   * @param chunkMillis between two pieces
   * @param cutAfterChunks the connection ends after so many pieces
   * @param errorAfterChunks the stream tells of an error after so many pieces
   */
  record Pace(
      int firstChunkMillis,
      int chunkMillis,
      OptionalInt cutAfterChunks,
      OptionalInt errorAfterChunks) {
    static final Pace USUAL = new Pace(0, 5, OptionalInt.empty(), OptionalInt.empty());

    private Pace undisturbed() {
      return new Pace(firstChunkMillis, chunkMillis, OptionalInt.empty(), OptionalInt.empty());
    }
  }

  /** What is left of it for the request of this number, counted from 1. */
  Fault forRequest(long number) {
    return only.hits(number)
        ? this
        : new Fault(
            Optional.empty(),
            0,
            Optional.empty(),
            retryAfterSeconds,
            latencyMillis,
            maxInFlight,
            tokensPerMinute,
            false,
            only,
            pace.undisturbed());
  }

  boolean is(FaultKind asked) {
    return disturbance.filter(asked::equals).isPresent();
  }
}
