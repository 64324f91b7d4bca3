-- Whether a key's calls may be answered with what the same call was answered before.
alter table api_key add column keeps_answers boolean not null default false;

-- An answer that was given before is in the ledger, and nothing to measure a provider by.
create or replace view attempt_measured as
select recorded_in, id, at, date_trunc('hour', at, 'UTC') as starts, source,
  game_id, handle, provider, model_asked as model,
  1 as attempts,
  (outcome = 'OK')::integer as successes,
  (outcome = 'OK' and ordinal > 0 and exists (
    select 1 from attempt earlier
    where earlier.call_id = attempt.call_id and earlier.provider <> attempt.provider))::integer
    as failovers,
  (not price_known)::integer as unpriced,
  simulated::integer as simulated,
  coalesce(input_tokens, 0) as input_tokens,
  coalesce(cached_tokens, 0) as cached_tokens,
  coalesce(cache_write_tokens, 0) as cache_write_tokens,
  coalesce(output_tokens, 0) as output_tokens,
  coalesce(reasoning_tokens, 0) as reasoning_tokens,
  cost_nano, at_most_nano,
  case when outcome = 'OK' then latency_histogram(latency_millis) else 0 end as latencies
from attempt
where outcome <> 'CACHED';
