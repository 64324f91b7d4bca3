package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.ledger.SpendLimit;
import java.util.List;
import java.util.function.Predicate;

/**
 * What one call wants of the chain, and what it may do.
 *
 * @param wanted the requested model, as each provider that has it serves it; the first of these is
 *     tried first, the others for it in their turn; empty leaves the choice to the settings
 * @param fallback whether other providers may answer when the first cannot
 * @param allowed which models the caller may use; a provider with another model is skipped
 * @param spendLimit what the call may spend
 * @param listener hears of every attempt
 */
public record CallOptions(
    List<Offer> wanted,
    boolean fallback,
    Predicate<Offer> allowed,
    SpendLimit spendLimit,
    CallListener listener) {

  /** The settings' models, any provider, no limit, no listener. */
  public static final CallOptions DEFAULT =
      new CallOptions(List.of(), true, _ -> true, SpendLimit.UNLIMITED, CallListener.NONE);

  /** Keeps its own copy of the list. */
  public CallOptions {
    wanted = List.copyOf(wanted);
  }

  /** The same with these models wanted. */
  public CallOptions wanting(List<Offer> offers) {
    return new CallOptions(offers, fallback, allowed, spendLimit, listener);
  }

  /** The same with or without fallback. */
  public CallOptions fallback(boolean other) {
    return new CallOptions(wanted, other, allowed, spendLimit, listener);
  }

  /** The same with another listener. */
  public CallOptions listener(CallListener other) {
    return new CallOptions(wanted, fallback, allowed, spendLimit, other);
  }
}
