-- Models that are trained with W&B on the turns of games.
create table training_job (
  id             uuid primary key,
  game_id        text collate "C" not null references game (id),
  -- The model at W&B: team, project and name, and what it was trained from.
  entity         text not null,
  project        text not null,
  name           text not null,
  base_model     text not null,
  -- What was asked for, as JSON: the turns, and how to train.
  request        text not null,
  state          text not null check (state in ('preparing', 'running', 'completed', 'failed', 'deleted')),
  -- Until when the process that prepares the job has to be done.
  prepare_until  timestamptz not null,
  turns          bigint,
  training_file  text,
  remote_model   text,
  remote_job     text,
  -- The last event that was read.
  after_event    text,
  -- The numbers of the last event that had some, as JSON.
  metrics        text,
  checkpoint     text,
  error          text,
  simulated      boolean not null,
  created_at     timestamptz not null,
  created_by     text not null,
  ended_at       timestamptz
);
create index training_job_by_time on training_job (created_at desc, id desc);

create table training_event (
  job_id         uuid not null references training_job (id),
  id             text not null,
  ordinal        bigint not null generated always as identity,
  type           text not null,
  data           text not null,
  seen_at        timestamptz not null,
  primary key (job_id, id)
);
create index training_event_in_order on training_event (job_id, ordinal);

-- The agents that were given a trained model, and the model that each had before; null for none of its own.
create table training_use (
  id             bigint generated always as identity primary key,
  job_id         uuid not null references training_job (id),
  game_id        text collate "C" not null,
  handle         text collate "C" not null,
  previous_model text,
  given_at       timestamptz not null,
  given_by       text not null,
  taken_back_at  timestamptz,
  taken_back_by  text,
  foreign key (game_id, handle) references agent (game_id, handle) on delete cascade,
  check ((taken_back_at is null) = (taken_back_by is null))
);
create unique index training_use_now on training_use (job_id, game_id, handle) where taken_back_at is null;
