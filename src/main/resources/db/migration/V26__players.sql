-- Agents for which a person or a program decides.
alter table agent
  add column kind text not null default 'model' check (kind in ('model', 'player', 'external')),
  -- How long a tick waits for a player's decision, from its begin.
  add column answer_within_millis bigint check (answer_within_millis >= 0),
  -- Where an external agent is, and the environment variable with the key of its requests.
  add column url text,
  add column key_variable text,
  add check ((kind = 'player') = (answer_within_millis is not null)),
  add check ((kind = 'external') = (url is not null and key_variable is not null));

-- A player's turn that was passed over because no decision was given, which is no failure.
alter table turn add column undecided boolean not null default false;

-- What lets somebody play for an agent: at most one token for each.
create table player_token (
  game_id        text collate "C" not null,
  handle         text collate "C" not null,
  -- SHA-256 of the secret, in hexadecimal digits.
  secret         text not null unique,
  -- The last characters of the secret.
  hint           text not null,
  created_at     timestamptz not null,
  created_by     text not null,
  primary key (game_id, handle),
  foreign key (game_id, handle) references agent (game_id, handle)
);

-- What players decided and what is not journaled yet. A tick takes a decision by writing its number
-- here and deletes it in the transaction that journals it. One that was taken by a tick which never
-- journaled it belongs to the next.
create table player_decision (
  id             uuid primary key,
  game_id        text collate "C" not null,
  handle         text collate "C" not null,
  decision       text not null,
  given_at       timestamptz not null,
  taken_tick     bigint,
  unique (game_id, handle, taken_tick),
  foreign key (game_id, handle) references agent (game_id, handle)
);
create unique index player_decision_open on player_decision (game_id, handle) where taken_tick is null;
