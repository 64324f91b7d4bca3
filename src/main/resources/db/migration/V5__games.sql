-- Games and agents that an admin edits, deletes and brings back; ticks that an admin cancels.

alter table game
  -- How long a tick may take whose trigger does not say.
  add column budget_millis bigint check (budget_millis > 0),
  -- Raised by every edit: what an admin has read is told from what is.
  add column version bigint not null default 1,
  add column deleted_at timestamptz;

alter table agent
  add column version bigint not null default 1,
  add column deleted_at timestamptz;

alter table tick
  add column cancelled_at timestamptz,
  add column cancelled_by text,
  add check ((cancelled_at is null) = (cancelled_by is null));

create index turn_of_agent on turn (game_id, handle, tick);
create index attempt_of_agent on attempt (game_id, handle, tick) include (cost_nano);
create index babylon_trade_of_agent
  on babylon_trade (game_id, handle, tick desc, position desc, action desc);
