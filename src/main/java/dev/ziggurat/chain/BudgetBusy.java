package dev.ziggurat.chain;

import dev.ziggurat.llm.Provider;

/**
 * A budget has no room now, but may have when calls in flight are settled. Not yet on the path: the
 * attempt is tried again, or the provider is skipped.
 */
final class BudgetBusy extends NotCounted {

  private static final long serialVersionUID = 1L;

  BudgetBusy(Provider provider, String reason) {
    super(provider.id() + ": " + reason, null);
    this.reason = reason;
  }

  private final String reason;

  /** Why the provider is skipped if no room comes in time. */
  String reason() {
    return reason;
  }
}
