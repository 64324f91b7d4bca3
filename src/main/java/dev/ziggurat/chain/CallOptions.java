package dev.ziggurat.chain;

import dev.ziggurat.catalogue.Offer;
import dev.ziggurat.ledger.SpendLimit;
import dev.ziggurat.llm.Operation;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.Providers;
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
 * @param callersDeadline whether the caller set the deadline of the call; a provider that does not
 *     answer within a shorter time than its own limit is then not blamed
 */
public record CallOptions(
    List<Offer> requested,
    boolean fallback,
    Predicate<Offer> allowed,
    SpendLimit spendLimit,
    CallListener listener,
    boolean callersDeadline) {

  /** The settings' models, any provider, no limit, no listener. */
  public static final CallOptions DEFAULT =
      new CallOptions(List.of(), true, _ -> true, SpendLimit.UNLIMITED, CallListener.NONE);

  /** With the deadline of a setting. */
  public CallOptions(
      List<Offer> requested,
      boolean fallback,
      Predicate<Offer> allowed,
      SpendLimit spendLimit,
      CallListener listener) {
    this(requested, fallback, allowed, spendLimit, listener, false);
  }

  /** Keeps its own copy of the list. */
  public CallOptions {
    requested = List.copyOf(requested);
  }

  /**
   * The providers that the chain tries, in order: for embeddings only those that serve the
   * requested model, because vectors of different models cannot be compared.
   */
  List<Provider> order(Operation operation, Providers providers) {
    return switch (operation) {
      case CHAT -> providers.inOrder();
      case EMBEDDINGS ->
          requested.stream()
              .map(Offer::provider)
              .filter(provider -> providers.find(provider).isPresent())
              .toList();
    };
  }

  /** The same with this model requested. */
  public CallOptions requesting(List<Offer> offers) {
    return new CallOptions(offers, fallback, allowed, spendLimit, listener, callersDeadline);
  }

  /** The same with these models only. */
  public CallOptions allowing(Predicate<Offer> models) {
    return new CallOptions(requested, fallback, models, spendLimit, listener, callersDeadline);
  }

  /** The same with another limit of what the call may spend. */
  public CallOptions spending(SpendLimit other) {
    return new CallOptions(requested, fallback, allowed, other, listener, callersDeadline);
  }

  /** The same with or without fallback. */
  public CallOptions fallback(boolean other) {
    return new CallOptions(requested, other, allowed, spendLimit, listener, callersDeadline);
  }

  /** The same with another listener. */
  public CallOptions listener(CallListener other) {
    return new CallOptions(requested, fallback, allowed, spendLimit, other, callersDeadline);
  }

  /** The same with a deadline that the caller set, or did not. */
  public CallOptions callersDeadline(boolean other) {
    return new CallOptions(requested, fallback, allowed, spendLimit, listener, other);
  }
}
