package dev.ziggurat.babylon;

import java.time.Instant;
import java.util.Optional;

/**
 * The outcome of a market, known or not.
 *
 * @param source what decides it
 * @param answer of a {@code fixed} outcome from the opening on, hidden until resolved; else of a
 *     resolved market
 * @param awaitedSince when trading ended without an answer; empty if it has not
 * @param mentions posts and comments counted for a rule, since the opening
 */
public record Outcome(
    OutcomeSource source, Optional<Side> answer, Optional<Instant> awaitedSince, long mentions) {

  /** An outcome that is fixed at opening. */
  static Outcome fixed(boolean yes) {
    return new Outcome(new OutcomeSource.Fixed(), Optional.of(Side.of(yes)), Optional.empty(), 0);
  }

  /** An outcome that is not known yet. */
  static Outcome unknown(OutcomeSource source) {
    return new Outcome(source, Optional.empty(), Optional.empty(), 0);
  }

  /** Whether the outcome was known at opening. */
  boolean isFixed() {
    return source instanceof OutcomeSource.Fixed;
  }

  Outcome with(Side known) {
    return new Outcome(source, Optional.of(known), awaitedSince, mentions);
  }

  Outcome awaited(Instant since) {
    return new Outcome(source, answer, Optional.of(since), mentions);
  }

  /** The outcome after a post, which counts if its rule counts mentions of a tag in the text. */
  Outcome after(String text) {
    return source instanceof OutcomeSource.ByRule(ResolutionRule.Mentions rule) && rule.isIn(text)
        ? new Outcome(source, answer, awaitedSince, mentions + 1)
        : this;
  }
}
