package dev.ziggurat.simulator;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * The faults of one provider.
 *
 * @param server what answers in the provider's place
 * @param status the error to answer with, 0 unless the disturbance is {@link FaultKind#STATUS} or
 *     {@link FaultKind#ERROR_INSIDE}
 * @param variant which error body of the status
 * @param finishReason the reason to end answers with; empty for null
 * @param maxInFlight requests in flight above it are rejected
 * @param tokensPerMinute the limit to announce and enforce instead of the default
 * @param withoutUsage whether answers omit their usage
 */
record Fault(
    ServerKind server,
    Optional<FaultKind> disturbance,
    int status,
    Optional<String> variant,
    Optional<String> finishReason,
    OptionalInt retryAfterSeconds,
    OptionalInt latencyMillis,
    OptionalInt maxInFlight,
    OptionalLong tokensPerMinute,
    boolean withoutUsage,
    Only only,
    Pace pace) {

  static final Fault NONE =
      new Fault(
          ServerKind.HOSTED,
          Optional.empty(),
          0,
          Optional.empty(),
          Optional.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          OptionalInt.empty(),
          OptionalLong.empty(),
          false,
          Only.ALL,
          Pace.DEFAULT);

  /**
   * Which requests the fault applies to.
   *
   * @param first only the first so many; 0 for no limit
   * @param every every n-th; 1 for all
   */
  record Only(long first, long every) {
    static final Only ALL = new Only(0, 1);

    boolean hits(long number) {
      return (first == 0 || number <= first) && number % every == 0;
    }
  }

  /**
   * The pace and end of a stream.
   *
   * @param firstChunkMillis between the headers and the first piece
   * @param chunkMillis between two pieces
   * @param cutAfterChunks the connection closes after this many pieces
   * @param errorAfterChunks the stream sends an error after this many pieces
   */
  record Pace(
      int firstChunkMillis,
      int chunkMillis,
      OptionalInt cutAfterChunks,
      OptionalInt errorAfterChunks) {
    static final Pace DEFAULT = new Pace(0, 5, OptionalInt.empty(), OptionalInt.empty());

    private Pace undisturbed() {
      return new Pace(firstChunkMillis, chunkMillis, OptionalInt.empty(), OptionalInt.empty());
    }
  }

  /** The fault as it applies to the n-th request, counted from 1. */
  Fault forRequest(long number) {
    return only.hits(number)
        ? this
        : new Fault(
            server,
            Optional.empty(),
            0,
            Optional.empty(),
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
