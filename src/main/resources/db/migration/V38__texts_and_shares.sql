-- For how many days the texts of its prompts and answers are kept; null: ziggurat.tick.keep-texts.
alter table game add column keep_texts_days integer check (keep_texts_days between 1 and 3650);

-- Whether the answer to a call for several agents had no usable part for this one, who was asked alone then.
alter table attempt_share add column unusable boolean not null default false;

create or replace view agent_attempt as
select id, call_id, ordinal, at, source, game_id, tick, handle, provider, model_asked, model_answered, outcome, reason,
  http_status, latency_millis, input_tokens, cached_tokens, cache_write_tokens, output_tokens, reasoning_tokens,
  cost_nano, at_most_nano, price_known, simulated, request_id, recorded_in, 1::bigint as agents, false as unusable
from attempt
where handle is not null
union all
select id, call_id, ordinal, at, source, game_id, tick, share.handle, provider, model_asked, model_answered, outcome,
  reason, http_status, latency_millis, share.input_tokens, share.cached_tokens, share.cache_write_tokens,
  share.output_tokens, share.reasoning_tokens, share.cost_nano, share.at_most_nano, price_known, simulated, request_id,
  recorded_in, (select count(*) from attempt_share one where one.attempt_id = attempt.id) as agents, share.unusable
from attempt join attempt_share share on share.attempt_id = attempt.id
where attempt.handle is null;
