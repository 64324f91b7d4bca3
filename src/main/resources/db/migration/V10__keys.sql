-- What lets a program call the gateway.
create table api_key (
  id         uuid primary key,
  name       text not null,
  -- SHA-256 of the secret, in hexadecimal digits: the secret itself is nowhere.
  secret     text not null unique,
  -- The last characters of the secret, to tell keys apart.
  hint       text not null,
  -- The secret before the last rotation, and until when it still opens.
  old_secret text unique,
  old_until  timestamptz,
  created_at timestamptz not null,
  created_by text not null,
  expires_at timestamptz,
  revoked_at timestamptz,
  -- Names of the catalogue; null for all that answer.
  models     text[],
  calls_per_minute bigint check (calls_per_minute > 0),
  -- Billionths of a dollar per day and month of UTC; null for as much as it takes.
  day_nano   bigint check (day_nano >= 0),
  month_nano bigint check (month_nano >= 0),
  version    bigint not null default 1
);
create index api_key_newest on api_key (created_at desc, id desc);

-- Which key paid for a call, and what its caller wants to remember of it.
alter table attempt add column key_id uuid, add column tags jsonb;
create index attempt_of_key on attempt (key_id, at) where key_id is not null;

-- Budgets of short periods are dropped once their period is over and done; null keeps for good.
alter table budget add column over_at timestamptz;
create index budget_over on budget (over_at) where over_at is not null;
