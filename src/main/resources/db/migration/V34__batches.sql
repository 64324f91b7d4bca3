-- How many agents at most are asked in one call; null: each in a call of its own.
alter table game add column batch integer check (batch between 1 and 32);

-- What each agent has of an attempt that was made for several agents at once: their sums are the attempt's.
-- Such an attempt names no agent itself.
create table attempt_share (
  attempt_id     uuid not null references attempt (id) on delete cascade,
  handle         text collate "C" not null,
  input_tokens       bigint,
  cached_tokens      bigint,
  cache_write_tokens bigint,
  output_tokens      bigint,
  reasoning_tokens   bigint,
  cost_nano      bigint not null check (cost_nano >= 0),
  at_most_nano   bigint not null check (at_most_nano >= cost_nano),
  primary key (attempt_id, handle)
);

-- The attempts of agents: those made for one agent, and the shares of those made for several.
create view agent_attempt as
select id, call_id, ordinal, at, source, game_id, tick, handle, provider, model_asked, model_answered, outcome, reason,
  http_status, latency_millis, input_tokens, cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens,
  cost_nano, at_most_nano, price_known, simulated, request_id, recorded_in, 1::bigint as agents
from attempt
where handle is not null
union all
select id, call_id, ordinal, at, source, game_id, tick, share.handle, provider, model_asked, model_answered, outcome,
  reason, http_status, latency_millis, share.input_tokens, share.cached_tokens, share.cache_write_tokens,
  share.output_tokens, share.reasoning_tokens, share.cost_nano, share.at_most_nano, price_known, simulated, request_id,
  recorded_in, (select count(*) from attempt_share one where one.attempt_id = attempt.id) as agents
from attempt join attempt_share share on share.attempt_id = attempt.id
where attempt.handle is null;

-- The same with what each adds to the sums of its agent. A shared attempt counts as one of each of its agents.
create view attempt_measured_in_shares as
select recorded_in, id, at, starts, source, game_id, share.handle, provider, model, attempts, successes, failovers,
  unpriced, simulated, coalesce(share.input_tokens, 0) as input_tokens, coalesce(share.cached_tokens, 0) as cached_tokens,
  coalesce(share.cache_write_tokens, 0) as cache_write_tokens, coalesce(share.output_tokens, 0) as output_tokens,
  coalesce(share.reasoning_tokens, 0) as reasoning_tokens,
  share.cost_nano, share.at_most_nano, latencies, failovers_after_skip, tick
from attempt_measured join attempt_share share on share.attempt_id = attempt_measured.id
where attempt_measured.handle is null;

create view attempt_measured_by_agent as
select * from attempt_measured where handle is not null
union all
select * from attempt_measured_in_shares;

create function agent_attempts_not_summed_up() returns setof attempt_measured_by_agent
  language sql stable rows 1000 set enable_seqscan = off
  as $$
    select * from attempt_measured_by_agent
    where (recorded_in, id) > ((select recorded_in from usage_mark), (select id from usage_mark))
  $$;
