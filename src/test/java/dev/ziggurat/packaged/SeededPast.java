package dev.ziggurat.packaged;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/**
 * A past in which a game has ticked once a minute, a tenth of its agents at a time, until now: so
 * much of it that pages and reports have something to be slow at. Written by the database itself.
 */
final class SeededPast {

  private static final int AGENTS = 1_000;
  private static final int TICKS = 10_000;
  private static final int DUE = 100;

  /** No statement may take longer than a connection waits. */
  private static final int PARTS = 20;

  private static final String AGENTS_SQL =
      """
      insert into agent (game_id, handle, persona)
      select '%s', 'agent-' || lpad(i::text, 4, '0'), 'a persona'
      from generate_series(0, %d - 1) as i
      on conflict do nothing
      """;

  /** Once for each part, in this order. */
  private static final List<String> STATEMENTS =
      List.of(
          """
          insert into tick (game_id, number, trigger_key, slot, epoch, phase, started_at, actions,
            happenings, digest, outcome, report, closed_at, applied_at)
          select '%1$s', n, 'seeded-' || n, at, 1, 'closed', at, '{"post":40,"buy":60}', '{}', md5(n::text),
            'partial',
            json_build_object('game', '%1$s', 'tick', n, 'slot', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
              'outcome', 'partial', 'reason', 'seeded', 'running', false,
              'startedAt', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 'durationMillis', 1500 + n %% 900,
              'turns', json_build_object('due', %4$d, 'applied', %4$d - 5, 'passedOver', 5, 'failed', 0),
              'actions', json_build_object('post', 40, 'buy', 60), 'markets', json_build_object(),
              'inference', json_build_object('attempts', %4$d, 'byProvider', json_build_object('wandb', 90, 'groq', 5),
                'failovers', 5, 'inputTokens', 90000, 'outputTokens', 9000, 'costMicroUsd', 70000, 'simulated', true),
              'digest', md5(n::text))::text,
            at + interval '2 seconds', at + interval '2 seconds'
          from (
            select n, date_trunc('minute', now()) - make_interval(mins => %3$d - n) as at
            from generate_series(%5$d, %6$d) as n) as minutes
          """,
          """
          insert into turn (game_id, tick, handle, position, think_order, state, call_id, provider, model,
            decision, path, results)
          select '%1$s', n, 'agent-' || lpad(((n * %4$d + i) %% %2$d)::text, 4, '0'), i, i,
            case when i %% 20 = 1 then 'passed_over' else 'applied' end,
            case when i %% 20 <> 1 then md5(n || '/' || i)::uuid end,
            case when i %% 20 = 0 then 'groq' when i %% 20 <> 1 then 'wandb' end,
            case when i %% 20 <> 1 then 'meta-llama/Llama-3.3-70B-Instruct' end,
            case when i %% 20 <> 1 then '{"actions":[{"type":"hold"}],"memo":"seeded"}' end,
            case when i %% 20 <> 1 then '[]' end,
            case when i %% 20 <> 1 then '[{"action":{"type":"hold"},"refusal":null}]' end
          from generate_series(%5$d, %6$d) as n, generate_series(0, %4$d - 1) as i
          """,
          // Of twenty turns one falls over from wandb to groq, and one is passed over.
          """
          insert into attempt (id, call_id, ordinal, at, source, game_id, tick, handle, provider, model_asked,
            model_answered, outcome, http_status, latency_millis, input_tokens, cached_tokens, cache_write_tokens,
            output_tokens, reasoning_tokens, cost_nano, at_most_nano, price_known, simulated, request_id)
          select md5('attempt ' || n || '/' || i)::uuid, md5(n || '/' || caller)::uuid, fell::integer,
            date_trunc('minute', now()) - make_interval(mins => %3$d - n, secs => -(i %% 30)), 'tick', '%1$s', n,
            'agent-' || lpad(((n * %4$d + caller) %% %2$d)::text, 4, '0'),
            case when fell then 'groq' else 'wandb' end,
            case when i %% 3 = 0 then 'openai/gpt-oss-120b' else 'meta-llama/Llama-3.3-70B-Instruct' end,
            case when i %% 20 <> 0 then 'meta-llama/Llama-3.3-70B-Instruct' end,
            case when i %% 20 = 0 then 'RATE' else 'OK' end, case when i %% 20 = 0 then 429 else 200 end,
            (200 * exp((n * 31 + i * 17) %% 300 / 100.0))::bigint, 900 + i, 400, 0, 90 + n %% 50, 0,
            700000 + i * 1000, 700000 + i * 1000, true, true, 'seeded-' || n || '-' || i
          from (
            select n, i, i %% 20 = 1 as fell, case when i %% 20 = 1 then i - 1 else i end as caller
            from generate_series(%5$d, %6$d) as n, generate_series(0, %4$d - 1) as i) as turns
          """);

  /** Once, at the end: the world that was played. */
  private static final List<String> WORLD =
      List.of(
          """
          insert into babylon_wallet (game_id, handle, micro_points)
          select '%1$s', 'agent-' || lpad(i::text, 4, '0'), 1000000000 + i * 1000
          from generate_series(0, %2$d - 1) as i
          on conflict do nothing
          """,
          // Every forty ticks a market that has been settled since; each turn trades in the one of
          // its time.
          """
          insert into babylon_market (game_id, id, opened_tick, ordinal, topic, question,
            liquidity_micro_points, yes_micro_shares, no_micro_shares, pool_micro_points,
            volume_micro_points, outcome, opened_at, closes_at, resolved_at)
          select '%1$s', 'm' || n || '-0', n, 0, 'seeded', 'Will caravan ' || n || ' arrive in time?', 200000000, 0, 0, 0,
            4000000000, n %% 80 = 0, at, at + interval '40 minutes', at + interval '40 minutes'
          from (
            select n, date_trunc('minute', now()) - make_interval(mins => %3$d - n) as at
            from generate_series(40, %3$d - 40, 40) as n) as times
          on conflict do nothing
          """,
          """
          insert into babylon_trade (game_id, id, market_id, handle, tick, position, action, traded_at,
            bought, side, micro_points, micro_shares, price_after)
          select '%1$s', 't' || n || '-' || i || '-0', 'm' || (n / 40) * 40 || '-0',
            'agent-' || lpad(((n * %4$d + i) %% %2$d)::text, 4, '0'), n, i, 0,
            date_trunc('minute', now()) - make_interval(mins => %3$d - n), i %% 3 <> 0,
            case when i %% 2 = 0 then 'yes' else 'no' end, 1000000, 1900000, 2000 + (n * 7 + i * 13) %% 6000
          from generate_series(40, %3$d - 1) as n, generate_series(0, %4$d - 1, 5) as i
          """,
          """
          insert into babylon_post (game_id, id, tick, position, action, posted_at, author, body)
          select '%1$s', 'p' || n || '-' || i || '-1', n, i, 1,
            date_trunc('minute', now()) - make_interval(mins => %3$d - n),
            'agent-' || lpad(((n * %4$d + i) %% %2$d)::text, 4, '0'), 'Heard at the gate in tick ' || n
          from generate_series(1, %3$d) as n, generate_series(0, %4$d - 1, 10) as i
          """);

  private SeededPast() {}

  /**
   * Gives a new game that has never ticked a thousand agents, ten thousand ticks and a million
   * attempts, in a minute or so. The next readings of usage sum them up, a few thousand at a time.
   */
  static void of(Connection connection, String game) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute(AGENTS_SQL.formatted(game, AGENTS));
      for (var part = 0; part < PARTS; part++) {
        var first = TICKS / PARTS * part + 1;
        var last = TICKS / PARTS * (part + 1);
        for (var sql : STATEMENTS) {
          statement.execute(sql.formatted(game, AGENTS, TICKS, DUE, first, last));
        }
      }
      statement.execute("update game set last_tick = " + TICKS + " where id = '" + game + "'");
      for (var sql : WORLD) {
        statement.execute(sql.formatted(game, AGENTS, TICKS, DUE));
      }
      statement.execute("analyze");
    }
  }
}
