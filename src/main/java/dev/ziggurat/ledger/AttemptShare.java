package dev.ziggurat.ledger;

import dev.ziggurat.db.Parameters;
import dev.ziggurat.llm.TokenUsage;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What one agent has of an attempt that was made for several: a row of {@code attempt_share}.
 *
 * @param costNano its share of the known spend
 * @param atMostNano its share of the upper bound
 * @param unusable whether the answer has no usable part for it
 */
record AttemptShare(
    UUID attempt,
    String handle,
    Optional<TokenUsage> usage,
    long costNano,
    long atMostNano,
    boolean unusable) {

  /** Writing a share twice leaves one row. */
  static final String INSERT =
      """
      insert into attempt_share (attempt_id, handle, input_tokens, cached_tokens,
        cache_write_tokens, output_tokens, reasoning_tokens, cost_nano, at_most_nano, unusable)
      values (:attemptId, :handle, :inputTokens, :cachedTokens, :cacheWriteTokens, :outputTokens,
        :reasoningTokens, :costNano, :atMostNano, :unusable)
      on conflict (attempt_id, handle) do nothing
      """;

  /** The shares of an attempt; none for one that was made for one agent. */
  static Stream<AttemptShare> of(Attempt attempt) {
    var caller = attempt.caller();
    var parts = caller.parts();
    if (parts.isEmpty()) {
      return Stream.empty();
    }
    var id = caller.attemptId(attempt.ordinal());
    var cost = attempt.spend().cost().value();
    var costs = caller.shares(cost);
    var extras = caller.shares(attempt.spend().atMost().value() - cost);
    var usages = attempt.usage().map(usage -> usages(caller, usage));
    return IntStream.range(0, parts.size())
        .mapToObj(
            index ->
                new AttemptShare(
                    id,
                    parts.get(index).handle(),
                    usages.map(all -> all.get(index)),
                    costs.get(index),
                    costs.get(index) + extras.get(index),
                    parts.get(index).unusable()));
  }

  private static List<TokenUsage> usages(Caller caller, TokenUsage usage) {
    var input = caller.shares(usage.input());
    var cached = caller.shares(usage.cached());
    var cacheWrite = caller.shares(usage.cacheWrite());
    var output = caller.shares(usage.output());
    var reasoning = caller.shares(usage.reasoning());
    return IntStream.range(0, caller.parts().size())
        .mapToObj(
            index ->
                new TokenUsage(
                    input.get(index),
                    cached.get(index),
                    cacheWrite.get(index),
                    output.get(index),
                    reasoning.get(index)))
        .toList();
  }

  static void bind(Parameters parameters, AttemptShare share) throws SQLException {
    parameters.setObject("attemptId", share.attempt);
    parameters.setString("handle", share.handle);
    AttemptRow.bindUsage(parameters, share.usage);
    parameters.setLong("costNano", share.costNano);
    parameters.setLong("atMostNano", share.atMostNano);
    parameters.setBoolean("unusable", share.unusable);
  }
}
