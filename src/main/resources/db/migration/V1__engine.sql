-- The engine's memory: games and their agents, ticks and their turns, what every call cost.

create table system_settings (
  id             text primary key check (id = 'system'),
  wandb_model    text,
  wandb_enabled  boolean not null default true,
  groq_model     text,
  groq_enabled   boolean not null default true,
  claude_model   text,
  claude_enabled boolean not null default true,
  openai_model   text,
  openai_enabled boolean not null default true,
  version        bigint not null default 1,
  updated_at     timestamptz not null default now(),
  updated_by     text not null default 'installation'
);
insert into system_settings (id) values ('system');

create table game (
  id             text collate "C" primary key,
  name           text not null,
  world          text not null,
  seed           bigint not null,
  state          text not null default 'running' check (state in ('running', 'paused')),
  period_millis  bigint not null check (period_millis > 0),
  width          integer check (width > 0),
  last_tick      bigint not null default 0,
  -- The fence: only the holder of the newest epoch may write, until the lease ends.
  epoch          bigint not null default 0,
  lease_until    timestamptz,
  created_at     timestamptz not null default now()
);

create table agent (
  game_id        text collate "C" not null references game (id),
  handle         text collate "C" not null,
  persona        text not null,
  memo           text not null default '',
  cadence        integer not null default 1 check (cadence > 0),
  model          text,
  -- The tick in which the agent last had its turn; 0 before the first.
  last_turn      bigint not null default 0,
  -- Had a turn and got no answer in time: goes first next time.
  passed_over    boolean not null default false,
  primary key (game_id, handle)
);

create table tick (
  game_id        text collate "C" not null references game (id),
  number         bigint not null,
  trigger_key    text not null,
  slot           timestamptz not null,
  epoch          bigint not null,
  phase          text not null default 'triggered' check (phase in ('triggered', 'planned', 'applied', 'closed')),
  started_at     timestamptz not null,
  shared_briefing text,
  actions        text,
  -- What the clock brought; null until it has struck, once.
  happenings     text,
  digest         text,
  outcome        text check (outcome in ('completed', 'partial', 'failed')),
  report         text,
  closed_at      timestamptz,
  primary key (game_id, number),
  unique (game_id, trigger_key),
  unique (game_id, slot),
  check ((phase = 'closed') = (report is not null))
);
create index tick_with_texts on tick (game_id, number) where shared_briefing is not null;

create table turn (
  game_id        text collate "C" not null,
  tick           bigint not null,
  handle         text collate "C" not null,
  -- The order of application.
  position       integer not null,
  -- The order of asking: those passed over last time first.
  think_order    integer not null,
  state          text not null default 'due' check (state in ('due', 'asking', 'thought', 'applied', 'failed', 'passed_over')),
  -- The call that may be under way, who is asked first, and what it may cost at most, fall-backs included.
  call_id        uuid,
  asking_provider text,
  asking_model   text,
  asking_at_most_nano bigint,
  asking_price_known boolean,
  asking_simulated boolean,
  provider       text,
  model          text,
  briefing       text,
  answer         text,
  decision       text,
  path           text,
  results        text,
  primary key (game_id, tick, handle),
  unique (game_id, tick, position),
  foreign key (game_id, tick) references tick (game_id, number)
);
create index turn_with_texts on turn (game_id, tick) where briefing is not null;

create table attempt (
  id             uuid primary key,
  call_id        uuid not null,
  ordinal        integer not null,
  at             timestamptz not null,
  source         text not null,
  game_id        text collate "C",
  tick           bigint,
  handle         text collate "C",
  provider       text not null,
  model_asked    text not null,
  model_answered text,
  outcome        text not null,
  reason         text,
  http_status    integer not null default 0,
  latency_millis bigint not null,
  input_tokens       bigint,
  cached_tokens      bigint,
  cache_write_tokens bigint,
  output_tokens      bigint,
  reasoning_tokens   bigint,
  -- What is known to have been spent, and what may have been spent at most.
  cost_nano      bigint not null default 0 check (cost_nano >= 0),
  at_most_nano   bigint not null default 0 check (at_most_nano >= cost_nano),
  price_known    boolean not null,
  simulated      boolean not null,
  request_id     text
);
create index attempt_of_tick on attempt (game_id, tick);
create index attempt_by_time on attempt (at);
create index attempt_of_call on attempt (call_id);

create table cooldown (
  provider       text not null,
  -- Empty when the whole provider cools down.
  model          text not null default '',
  until          timestamptz not null,
  outcome        text not null,
  reason         text not null,
  -- A new choice of models ends the cooling down of a model.
  settings_version bigint not null,
  primary key (provider, model)
);
