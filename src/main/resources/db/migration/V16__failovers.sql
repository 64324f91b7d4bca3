-- A fail-over is an answer by another provider than the first of the call's chain, whether that one was asked or skipped.
-- Which one was first is known only while the call runs, so it is recorded with the attempt.
alter table attempt
  -- The first provider that the call could have asked, where this attempt is at another. Null also in rows of earlier
  -- versions: there only those that an earlier attempt shows are fail-overs.
  add column instead_of text,
  -- Whether that provider was skipped for the time being, not asked.
  add column first_skipped boolean not null default false,
  -- The providers that were skipped before this attempt, and after the last attempt of a call: an array of objects with
  -- provider, reason and after.
  add column skips jsonb;

-- A call for which every provider was skipped has one row, and is nothing to measure a provider by.
create or replace view attempt_measured as
select recorded_in, id, at, date_trunc('hour', at, 'UTC') as starts, source,
  game_id, handle, provider, model_asked as model,
  1 as attempts,
  (outcome = 'OK')::integer as successes,
  (outcome = 'OK' and (instead_of is not null or ordinal > 0 and exists (
    select 1 from attempt earlier
    where earlier.call_id = attempt.call_id and earlier.provider <> attempt.provider)))::integer
    as failovers,
  (not price_known)::integer as unpriced,
  simulated::integer as simulated,
  coalesce(input_tokens, 0) as input_tokens,
  coalesce(cached_tokens, 0) as cached_tokens,
  coalesce(cache_write_tokens, 0) as cache_write_tokens,
  coalesce(output_tokens, 0) as output_tokens,
  coalesce(reasoning_tokens, 0) as reasoning_tokens,
  cost_nano, at_most_nano,
  case when outcome = 'OK' then latency_histogram(latency_millis) else 0 end as latencies,
  (outcome = 'OK' and first_skipped)::integer as failovers_after_skip,
  tick
from attempt
where outcome not in ('CACHED', 'SKIPPED');

alter table usage add column failovers_after_skip bigint not null default 0;
