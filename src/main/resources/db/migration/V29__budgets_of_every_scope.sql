-- What a game may spend, as JSON; null: no limits.
alter table game add column budget text;

-- What may be spent at a provider, in billionths of a dollar; null: no limit.
alter table provider_settings
  add column day_hard_nano bigint check (day_hard_nano >= 0),
  add column day_soft_nano bigint check (day_soft_nano >= 0),
  add column month_hard_nano bigint check (month_hard_nano >= 0),
  add column month_soft_nano bigint check (month_soft_nano >= 0);
alter table provider_settings_history
  add column day_hard_nano bigint,
  add column day_soft_nano bigint,
  add column month_hard_nano bigint,
  add column month_soft_nano bigint;

-- The greatest limits that were told as reached.
alter table budget
  add column soft_told bigint,
  add column hard_told bigint;

-- A turn that was passed over because a budget had no room, which is no failure; and what budgets had to say.
alter table turn
  add column held boolean not null default false,
  add column budget_note text;

-- What games and providers have spent in this day and month, so that limits that are set now include it.
insert into budget (id, spent, over_at)
select kind || '/' || owner || '/' || to_char(at at time zone 'UTC', format), sum(at_most_nano),
  case format when 'YYYY-MM-DD' then clock_timestamp() + interval '41 days' end
from attempt
  cross join lateral (values ('game', game_id), ('provider', provider)) as owned (kind, owner)
  cross join (values ('YYYY-MM-DD', 'day'), ('YYYY-MM', 'month')) as periods (format, unit)
where owner is not null and at >= date_trunc(unit, clock_timestamp() at time zone 'UTC') at time zone 'UTC'
  and at >= date_trunc('month', clock_timestamp() at time zone 'UTC') at time zone 'UTC'
group by kind, owner, to_char(at at time zone 'UTC', format), format
having sum(at_most_nano) > 0
on conflict (id) do nothing;
