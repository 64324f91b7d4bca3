-- With which model, temperature and instructions the agents of a game are asked, as JSON; null: those of the settings.
alter table game add column variant text;

create table experiment (
  game_id        text collate "C" not null references game (id),
  name           text collate "C" not null,
  salt           text not null,
  -- Name, share and variant of each arm, as JSON; the first is the one that the others are compared with.
  arms           text not null,
  -- Which arm has which of the 10,000 buckets.
  allocation     text not null,
  ramp_percent   integer not null check (ramp_percent between 1 and 100),
  state          text not null default 'draft' check (state in ('draft', 'running', 'stopped')),
  winner         text,
  -- The last tick before it began.
  start_tick     bigint,
  created_at     timestamptz not null,
  started_at     timestamptz,
  stopped_at     timestamptz,
  version        bigint not null default 1,
  primary key (game_id, name),
  check ((state = 'draft') = (started_at is null and start_tick is null))
);
-- Two at once would each see the effects of the other.
create unique index experiment_running on experiment (game_id) where state = 'running';

alter table turn
  -- The arm with whose variant the turn is asked: fixed when the tick is planned.
  add column experiment text collate "C",
  add column arm text,
  add check ((experiment is null) = (arm is null));
create index turn_of_experiment on turn (game_id, experiment, tick) where experiment is not null;

-- The results after the ticks at which they are computed: never changed, so that looking at them changes nothing.
create table experiment_look (
  game_id        text collate "C" not null,
  experiment     text collate "C" not null,
  look           integer not null check (look > 0),
  tick           bigint not null,
  taken_at       timestamptz not null,
  results        text not null,
  primary key (game_id, experiment, look),
  foreign key (game_id, experiment) references experiment (game_id, name) on delete cascade
);
