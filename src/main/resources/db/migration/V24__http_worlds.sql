-- Why a world could not be used in this tick, the last time it could not.
alter table tick add column world_failure text;
alter table tick add column world_failed_at timestamptz;

-- Games whose world is a program at an address.
create table http_world (
  game_id        text collate "C" primary key references game (id),
  -- The name of the game's state in its world.
  instance       text not null,
  url            text not null,
  -- The environment variable that holds the key of its signatures.
  key_variable   text not null,
  manifest       text not null,
  manifest_at    timestamptz not null,
  -- What it was founded with, as it was sent; null until then.
  founding       text,
  opening_digest text,
  digest         text,
  -- The last application that was answered.
  applied_key    text
);

create table http_world_score (
  game_id        text collate "C" not null references game (id),
  handle         text collate "C" not null,
  -- In millionths of a point.
  score          bigint not null,
  primary key (game_id, handle)
);
create index http_world_score_rank on http_world_score (game_id, score desc, handle);

-- What happened, in the words of the world.
create table http_world_event (
  game_id        text collate "C" not null references game (id),
  tick           bigint not null,
  ordinal        integer not null,
  at             timestamptz not null,
  agent          text,
  text           text not null,
  primary key (game_id, tick, ordinal)
);

-- The last intervention that was sent: only the same may be sent under its key. Written before it is sent, in a
-- transaction of its own, so it refers to no game.
create table http_world_sent (
  game_id        text collate "C" primary key,
  tick           bigint not null,
  ordinal        integer not null,
  content        text not null,
  -- The world refused it, so its key is spent.
  refused        boolean not null default false
);

-- Every call to a world, for operators.
create table world_call (
  id             uuid primary key,
  -- Of the game.
  owner          uuid not null,
  game_id        text collate "C" not null,
  tick           bigint,
  operation      text not null,
  at             timestamptz not null,
  duration_millis bigint not null,
  -- 0 without an answer.
  http_status    integer not null,
  outcome        text not null check (outcome in ('ok', 'failed')),
  reason         text,
  bytes_sent     bigint not null,
  bytes_received bigint not null,
  bytes          bigint not null
);
create index world_call_of_tick on world_call (game_id, tick, at);
create index world_call_of_owner on world_call (owner, at desc, id desc) include (bytes);
create index world_call_age on world_call (at);
