-- Who is told what happens. Addresses and keys that are secret are named by their environment variables, never stored.
create table webhook (
  id              uuid primary key,
  url             text,
  url_variable    text,
  events          text[] not null,
  -- Null: of all games.
  games           text[],
  format          text not null check (format in ('json', 'slack')),
  secret_variable text,
  enabled         boolean not null,
  created_at      timestamptz not null,
  created_by      text not null,
  version         bigint not null default 1,
  check ((url is null) <> (url_variable is null))
);

-- The outbox: written in the transaction of what it tells of, delivered afterwards by whichever process is alive.
create table webhook_delivery (
  -- Sent with every try, so that receivers recognise a repetition.
  id           uuid primary key,
  webhook_id   uuid not null references webhook on delete cascade,
  event        text not null,
  -- What happened: told once to each webhook, whoever notices it.
  event_key    text not null,
  game_id      text,
  body         text not null,
  created_at   timestamptz not null,
  state        text not null default 'pending' check (state in ('pending', 'delivered', 'dead')),
  tries        integer not null default 0,
  -- By the clock of the process that tried it last; null unless pending.
  next_try_at  timestamptz,
  -- By the database's clock: until then one process has it.
  leased_until timestamptz,
  last_try_at  timestamptz,
  last_status  integer,
  last_error   text,
  unique (webhook_id, event_key)
);
create index webhook_delivery_due on webhook_delivery (next_try_at) where state = 'pending';
create index webhook_delivery_pending on webhook_delivery (webhook_id) where state = 'pending';
create index webhook_delivery_of_webhook on webhook_delivery (webhook_id, created_at desc, id desc);
create index webhook_delivery_age on webhook_delivery (created_at);

-- The providers that are down, from when on: told once, whichever process finds it first.
create table provider_outage (
  provider text primary key,
  began_at timestamptz not null,
  reason   text not null
);

-- From which spending on a warning is given; calls go on.
alter table api_key add column day_soft_nano bigint;
alter table api_key add column month_soft_nano bigint;
