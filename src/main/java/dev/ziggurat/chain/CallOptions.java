package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.ledger.SpendLimit;
import java.util.List;
import java.util.function.Predicate;

/**
 * The options of one call.
 *
 * @param requested the requested model, as each provider that has it serves it. The first is the
 *     preferred one and tried first; the others replace the configured model when the chain reaches
 *     their provider. Empty: the settings choose
 * @param fallback whether other providers may answer when the first cannot
 * @param allowed which models the caller may use; a provider with another model is skipped
 * @param spendLimit what the call may spend
 * @param listener is notified of every attempt
 */
public record CallOptions(
    List<Offer> requested,
    boolean fallback,
    Predicate<Offer> allowed,
    SpendLimit spendLimit,
    CallListener listener) {

  /** The settings' models, any provider, no limit, no listener. */
  public static final CallOptions DEFAULT =
      new CallOptions(List.of(), true, _ -> true, SpendLimit.UNLIMITED, CallListener.NONE);

  /** Keeps its own copy of the list. */
  public CallOptions {
    requested = List.copyOf(requested);
  }

  /** The same with this model requested. */
  public CallOptions requesting(List<Offer> offers) {
    return new CallOptions(offers, fallback, allowed, spendLimit, listener);
  }

  /** The same with or without fallback. */
  public CallOptions fallback(boolean other) {
    return new CallOptions(requested, other, allowed, spendLimit, listener);
  }

  /** The same with another listener. */
  public CallOptions listener(CallListener other) {
    return new CallOptions(requested, fallback, allowed, spendLimit, other);
  }
}
