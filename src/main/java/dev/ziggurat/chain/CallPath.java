package dev.ziggurat.chain;

import dev.ziggurat.ledger.Attempt;
import dev.ziggurat.ledger.Caller;
import dev.ziggurat.ledger.Route;
import dev.ziggurat.ledger.Spend;
import dev.ziggurat.llm.OutcomeClass;
import dev.ziggurat.llm.Provider;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The attempts and skips of one call so far, and which provider was first in its chain. Written by
 * one thread at a time.
 */
final class CallPath {

  private final List<PathStep> steps = new ArrayList<>();
  private final List<Attempt> attempts = new ArrayList<>();

  /** Since the last attempt. */
  private final List<Route.Skip> skips = new ArrayList<>();

  private final Optional<Provider> preferred;
  private Optional<Provider> first = Optional.empty();
  private boolean firstSkipped;

  /**
   * Creates an empty path.
   *
   * @param preferred the provider that is asked before the chain's order, if any
   */
  CallPath(Optional<Provider> preferred) {
    this.preferred = preferred;
  }

  List<PathStep> steps() {
    return List.copyOf(steps);
  }

  /** The attempts, the last one with the skips after it. */
  List<Attempt> attempts() {
    if (attempts.isEmpty() || skips.isEmpty()) {
      return List.copyOf(attempts);
    }
    var last = attempts.getLast();
    var route = last.route();
    var all =
        Stream.concat(
            route.skips().stream(),
            skips.stream().map(skip -> new Route.Skip(skip.provider(), skip.reason(), true)));
    var ended = last.by(new Route(route.insteadOf(), route.firstSkipped(), all.toList()));
    return Stream.concat(attempts.stream().limit(attempts.size() - 1L), Stream.of(ended)).toList();
  }

  /**
   * What the ledger is told of a call for which every provider was skipped.
   *
   * @param model as requested; empty for any
   * @return empty if a provider was asked
   */
  Optional<Attempt> skippedAll(Caller caller, String model, Instant now) {
    return attempts.isEmpty() && !skips.isEmpty()
        ? Optional.of(
            new Attempt(
                caller,
                0,
                now,
                skips.getFirst().provider(),
                model,
                Optional.empty(),
                OutcomeClass.SKIPPED,
                Optional.empty(),
                0,
                0,
                Optional.empty(),
                Spend.NOTHING,
                false,
                Optional.empty(),
                new Route(Optional.empty(), false, skips)))
        : Optional.empty();
  }

  int attemptCount() {
    return attempts.size();
  }

  /** Adds an attempt, with the route that led to it. */
  Attempt asked(Attempt attempt) {
    begin(attempt.provider(), false);
    var insteadOf = first.filter(provider -> !provider.equals(attempt.provider()));
    var routed = attempt.by(new Route(insteadOf, insteadOf.isPresent() && firstSkipped, skips));
    skips.clear();
    attempts.add(routed);
    steps.add(
        new PathStep.Asked(
            attempt.provider(),
            attempt.modelAsked(),
            attempt.outcome(),
            attempt.reason().orElse("answered"),
            attempt.httpStatus(),
            attempt.latencyMillis(),
            attempt.spend().cost().value(),
            attempt.spend().exact()));
    return routed;
  }

  /**
   * Adds a skip.
   *
   * @param forNow whether another call may ask the provider: then it can be the first of the chain
   */
  void skipped(Provider provider, String reason, boolean forNow) {
    if (forNow) {
      begin(provider, true);
    }
    skips.add(new Route.Skip(provider, reason, false));
    steps.add(new PathStep.Skipped(provider, reason));
  }

  /** The breaker of a preferred provider skips it without a step on the path. */
  private void begin(Provider provider, boolean skipped) {
    if (first.isEmpty()) {
      var passedBy = preferred.filter(wanted -> !wanted.equals(provider) && !has(wanted));
      first = passedBy.or(() -> Optional.of(provider));
      firstSkipped = skipped || passedBy.isPresent();
    }
  }

  /** Whether this provider was asked or skipped. */
  boolean has(Provider provider) {
    for (var step : steps) {
      if (step.provider().equals(provider)) {
        return true;
      }
    }
    return false;
  }

  /** Whether another provider than this one was asked. */
  boolean hasAskedOther(Provider provider) {
    return attempts.stream().anyMatch(attempt -> !attempt.provider().equals(provider));
  }

  long attemptsAt(Provider provider) {
    var count = 0L;
    for (var attempt : attempts) {
      if (attempt.provider().equals(provider)) {
        count++;
      }
    }
    return count;
  }
}
