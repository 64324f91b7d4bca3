package dev.ziggurat.ledger;

import dev.ziggurat.guardrails.GuardrailStep;
import dev.ziggurat.llm.Provider;
import java.util.List;
import java.util.Optional;

/**
 * How a call came to an attempt. An answer with {@link #insteadOf} is a fail-over.
 *
 * @param insteadOf the first provider that the call could have asked, if the attempt is at another:
 *     one that is enabled, has a key, and serves a model that the call may use
 * @param firstSkipped whether that provider was skipped for the time being (breaker, cooldown,
 *     busy, budget), not asked
 * @param skips the providers skipped before the attempt, and after the last attempt of the call
 * @param guardrails what guardrails did in the call; with its last attempt only
 */
public record Route(
    Optional<Provider> insteadOf,
    boolean firstSkipped,
    List<Skip> skips,
    List<GuardrailStep> guardrails) {

  /** Straight to the first provider, or not known. */
  public static final Route DIRECT = new Route(Optional.empty(), false, List.of());

  public Route {
    skips = List.copyOf(skips);
    guardrails = List.copyOf(guardrails);
  }

  /** A route without guardrails. */
  public Route(Optional<Provider> insteadOf, boolean firstSkipped, List<Skip> skips) {
    this(insteadOf, firstSkipped, skips, List.of());
  }

  /** A copy with what guardrails did. */
  public Route with(List<GuardrailStep> steps) {
    return new Route(insteadOf, firstSkipped, skips, steps);
  }

  /**
   * A provider that was not asked.
   *
   * @param after whether it was skipped after the attempt, not before it
   */
  public record Skip(Provider provider, String reason, boolean after) {}
}
