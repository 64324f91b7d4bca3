package dev.ziggurat.ledger;

import dev.ziggurat.db.Parameters;
import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.TokenUsage;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Writes an attempt as a row. */
final class AttemptRow {

  /** Writing an attempt twice leaves one row. */
  static final String INSERT =
      """
      insert into attempt (id, call_id, ordinal, at, source, game_id, tick, handle, provider,
      model_asked, model_answered, outcome, reason, http_status, latency_millis, input_tokens,
      cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens, cost_nano, at_most_nano,
      price_known, simulated, request_id, key_id, tags, instead_of, first_skipped, skips,
      trace_id, guardrails, first_token_millis)
      values (:id, :callId, :ordinal, :at, :source, :gameId, :tick, :handle,
      :provider, :modelAsked, :modelAnswered, :outcome, :reason, :httpStatus, :latencyMillis,
      :inputTokens, :cachedTokens, :cacheWriteTokens, :outputTokens, :reasoningTokens, :costNano,
      :atMostNano, :priceKnown, :simulated, :requestId, :keyId, :tags, :insteadOf, :firstSkipped,
      :skips, :traceId, :guardrails, :firstTokenMillis)
      on conflict (id) do nothing
      """;

  private AttemptRow() {}

  /** Binds the columns of an attempt. */
  static void bind(Parameters parameters, Attempt attempt) throws SQLException {
    var caller = attempt.caller();
    parameters.setObject("id", caller.attemptId(attempt.ordinal()));
    parameters.setObject("callId", caller.callId());
    parameters.setInt("ordinal", attempt.ordinal());
    parameters.setInstant("at", attempt.at());
    parameters.setString("source", caller.source());
    parameters.setString("gameId", caller.game().orElse(null));
    parameters.setObject(
        "tick", caller.tick().isPresent() ? caller.tick().getAsLong() : null, Types.BIGINT);
    parameters.setString("handle", caller.handle().orElse(null));
    parameters.setString("provider", attempt.provider().id());
    parameters.setString("modelAsked", attempt.modelAsked());
    parameters.setString("modelAnswered", attempt.modelAnswered().orElse(null));
    parameters.setString("outcome", attempt.outcome().name());
    parameters.setString("reason", attempt.reason().orElse(null));
    parameters.setInt("httpStatus", attempt.httpStatus());
    parameters.setLong("latencyMillis", attempt.latencyMillis());
    var firstToken = attempt.firstTokenMillis();
    parameters.setObject(
        "firstTokenMillis", firstToken.isPresent() ? firstToken.getAsLong() : null, Types.BIGINT);
    bindUsage(parameters, attempt.usage());
    parameters.setLong("costNano", attempt.spend().cost().value());
    parameters.setLong("atMostNano", attempt.spend().atMost().value());
    parameters.setBoolean("priceKnown", attempt.spend().priceKnown());
    parameters.setBoolean("simulated", attempt.simulated());
    parameters.setString("requestId", attempt.requestId().orElse(null));
    parameters.setString("traceId", caller.traceId());
    parameters.setObject("keyId", caller.key().orElse(null), Types.OTHER);
    parameters.setObject("tags", stored(caller.tags()), Types.OTHER);
    var route = attempt.route();
    parameters.setString("insteadOf", route.insteadOf().map(Provider::id));
    parameters.setBoolean("firstSkipped", route.firstSkipped());
    parameters.setObject("skips", stored(route.skips()), Types.OTHER);
    parameters.setObject("guardrails", GuardrailSteps.stored(route.guardrails()), Types.OTHER);
  }

  /** As JSON; null without tags. */
  private static String stored(Map<String, String> tags) {
    return tags.isEmpty() ? null : new JsonObject(new TreeMap<String, Object>(tags)).encode();
  }

  /** As JSON; null without skips. */
  private static String stored(List<Route.Skip> skips) {
    if (skips.isEmpty()) {
      return null;
    }
    var array = new JsonArray();
    for (var skip : skips) {
      array.add(
          new JsonObject()
              .put("provider", skip.provider().id())
              .put("reason", skip.reason())
              .put("after", skip.after()));
    }
    return array.encode();
  }

  /** Binds the columns of tokens. */
  static void bindUsage(Parameters parameters, Optional<TokenUsage> usage) throws SQLException {
    parameters.setObject("inputTokens", usage.map(TokenUsage::input).orElse(null), Types.BIGINT);
    parameters.setObject("cachedTokens", usage.map(TokenUsage::cached).orElse(null), Types.BIGINT);
    parameters.setObject(
        "cacheWriteTokens", usage.map(TokenUsage::cacheWrite).orElse(null), Types.BIGINT);
    parameters.setObject("outputTokens", usage.map(TokenUsage::output).orElse(null), Types.BIGINT);
    parameters.setObject(
        "reasoningTokens", usage.map(TokenUsage::reasoning).orElse(null), Types.BIGINT);
  }
}
