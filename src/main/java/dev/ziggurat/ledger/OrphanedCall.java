package dev.ziggurat.ledger;

import dev.ziggurat.money.NanoDollars;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * A call that may have been made, but whose result is unknown.
 *
 * @param callId the call's
 * @param at when it was made, or given up
 * @param source the kind of caller, such as {@code tick}
 * @param provider that was to be asked first
 * @param model of that provider
 * @param atMost what the call can have cost
 * @param priceKnown whether all prices are known; if not, {@code atMost} is too low
 * @param reason why its result is unknown
 * @param shares what each agent has of {@code atMost}, in nano-dollars by handle, if the call was
 *     made for several; it has no handle then
 */
public record OrphanedCall(
    UUID callId,
    Instant at,
    String source,
    String game,
    long tick,
    Optional<String> handle,
    String provider,
    String model,
    NanoDollars atMost,
    boolean priceKnown,
    boolean simulated,
    String reason,
    Map<String, Long> shares) {

  /** A call for one agent or none. */
  public OrphanedCall(
      UUID callId,
      Instant at,
      String source,
      String game,
      long tick,
      Optional<String> handle,
      String provider,
      String model,
      NanoDollars atMost,
      boolean priceKnown,
      boolean simulated,
      String reason) {
    this(
        callId,
        at,
        source,
        game,
        tick,
        handle,
        provider,
        model,
        atMost,
        priceKnown,
        simulated,
        reason,
        Map.of());
  }

  /** Copies the shares. */
  public OrphanedCall {
    shares = Map.copyOf(shares);
  }

  /** Why calls of a process that died have no result. */
  public static final String PROCESS_ENDED =
      "its process ended while the call may have been in flight";

  /** What stands for the provider and the model of a call that could ask none. */
  public static final String NONE = "none";
}
