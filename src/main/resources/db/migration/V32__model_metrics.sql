-- What models are compared by. Null in rows of earlier versions.

alter table turn
  -- The agent's score once the turn was applied, and its change since the agent's turn before, in
  -- millionths of a point. Null where the world keeps none; the change also in an agent's first turn.
  add column score_micro bigint,
  add column score_change_micro bigint,
  -- How many actions the turn took, and how many of them were refused.
  add column action_count integer check (action_count >= 0),
  add column refused_count integer check (refused_count between 0 and action_count);

-- How long a streamed answer took to its first content; null for other answers.
alter table attempt add column first_token_millis bigint check (first_token_millis >= 0);

-- Differences to a price list that somebody looks at, until one is confirmed or has expired.
create table price_sync (
  id             uuid primary key,
  created_at     timestamptz not null,
  created_by     text not null,
  expires_at     timestamptz not null,
  -- Of the settings when it was made: a change of the catalogue raises it.
  version        bigint not null,
  -- As it was answered, and the entries of the catalogue that it makes, both as JSON.
  plan           text not null,
  entries        text not null
);
create index price_sync_by_expiry on price_sync (expires_at);
