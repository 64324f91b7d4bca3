-- What was used, hour by hour, and in which transaction things happened.

-- Clocks cannot tell what a reader has seen already: a transaction may commit long after the time it
-- wrote down. Snapshots can, so what is read on and on carries the number of its transaction.
alter table attempt add column recorded_in xid8 not null default pg_current_xact_id();
create index attempt_by_transaction on attempt (recorded_in, id);

alter table tick
  add column began_in xid8 not null default pg_current_xact_id(),
  add column applied_in xid8,
  add column applied_at timestamptz,
  add column closed_in xid8;
create index tick_by_close on tick (closed_in);
create index tick_under_way on tick (game_id, number) where phase <> 'closed';

alter table turn
  add column thought_in xid8,
  add column thought_at timestamptz;
create index turn_by_thought on turn (thought_in) where thought_in is not null;

alter table cooldown add column changed_in xid8 not null default pg_current_xact_id();

-- A latency as a histogram of one. Bucket 0 is less than a millisecond, bucket b from
-- 2^((b-1)/4) to 2^(b/4) milliseconds, bucket 80 all beyond a quarter of an hour. A histogram is one
-- number with twelve decimal digits for each bucket: so histograms are added like any numbers.
create function latency_histogram(millis bigint) returns numeric
  language sql immutable parallel safe
  return ('1e' || 12 * case
    when millis < 1 then 0
    else least(80, 1 + floor(4 * ln(millis::float8) / ln(2::float8)))::integer
  end)::numeric;

-- The attempts, each with what it adds to the sums. An answered call that an earlier provider failed
-- is a fail-over; the latencies are those of successes.
create view attempt_measured as
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
from attempt;

-- The sums of all attempts up to the mark. Two views of the same attempts: without the agents by the
-- hour, and without source and model by agent and day (UTC).
create table usage (
  grain          text not null check (grain in ('hour', 'agent day')),
  starts         timestamptz not null,
  -- Empty where there is none, or where the grain does not tell.
  source         text not null,
  game_id        text collate "C" not null,
  handle         text collate "C" not null,
  provider       text not null,
  model          text not null,
  attempts       bigint not null check (attempts >= 0),
  successes      bigint not null check (successes >= 0),
  failovers      bigint not null,
  unpriced       bigint not null,
  simulated      bigint not null,
  input_tokens       bigint not null,
  cached_tokens      bigint not null,
  cache_write_tokens bigint not null,
  output_tokens      bigint not null,
  reasoning_tokens   bigint not null,
  cost_nano      bigint not null,
  at_most_nano   bigint not null,
  latencies      numeric not null,
  primary key (grain, starts, source, game_id, handle, provider, model)
);
create index usage_of_agent on usage (game_id, handle) where grain = 'agent day';

-- The last attempt, by transaction and id, that is in the sums.
create table usage_mark (
  only_one       boolean primary key default true check (only_one),
  recorded_in    xid8 not null,
  id             uuid not null
);
insert into usage_mark (recorded_in, id) values ('0', '00000000-0000-0000-0000-000000000000');

-- What is not yet in the sums: a little, whatever the planner would guess; so it is found by the index.
create function attempts_not_summed_up() returns setof attempt_measured
  language sql stable rows 1000 set enable_seqscan = off
  as $$
    select * from attempt_measured
    where (recorded_in, id) > ((select recorded_in from usage_mark), (select id from usage_mark))
  $$;
