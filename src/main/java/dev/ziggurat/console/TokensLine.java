package dev.ziggurat.console;

import dev.ziggurat.ledger.AttemptView;
import dev.ziggurat.tick.TurnArchive.TurnDetail;
import java.util.List;

/**
 * What an attempt of a turn used, for display.
 *
 * @param tokens in and out as text
 * @param costMicroUsd known spend
 * @param agents how many agents share the attempt; the tokens and the cost are this agent's
 */
public record TokensLine(String provider, String tokens, long costMicroUsd, int agents) {

  /** The attempts of a turn that tell their tokens. */
  static List<TokensLine> of(TurnDetail turn) {
    return turn.attempts().stream()
        .filter(attempt -> !PathLine.tokens(attempt).isEmpty())
        .map(TokensLine::of)
        .toList();
  }

  private static TokensLine of(AttemptView attempt) {
    return new TokensLine(
        attempt.provider(), PathLine.tokens(attempt), attempt.costMicroUsd(), attempt.agents());
  }
}
