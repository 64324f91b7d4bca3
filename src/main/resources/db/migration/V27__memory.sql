-- What the agents of a game remember, as JSON; null for no memory.
alter table game add column memory text;

alter table turn
  -- What the agent was worth once the turn was applied, in millionths; only in games with a memory
  -- whose world keeps a score.
  add column worth bigint,
  -- The entries of the agent's memory that its prompt showed, the oldest first.
  add column shown_memories uuid[];

create sequence memory_entry_ordinal;
create table memory_entry (
  -- Entries of one tick are ordered by their ids, which therefore grow: 48 bits of a sequence, then random ones
  -- (a UUID of version 8).
  id             uuid primary key default
    (lpad(to_hex(nextval('memory_entry_ordinal')), 12, '0') || '8' || substr(replace(gen_random_uuid()::text, '-', ''), 14))::uuid,
  game_id        text collate "C" not null,
  handle         text collate "C" not null,
  tick           bigint not null check (tick >= 0),
  kind           text not null check (kind in ('turn', 'reflection', 'note')),
  text           text not null,
  importance     smallint not null check (importance between 1 and 10),
  -- Written by a tick of this game: a replay computes it again. Imported entries and notes are not.
  played         boolean not null default false,
  created_at     timestamptz not null default now(),
  edited_at      timestamptz,
  edited_by      text,
  -- Set when somebody deleted it: its text is gone, and a replay can say that it was there.
  deleted_at     timestamptz,
  version        bigint not null default 1,
  -- The words of the text, and the agent as a word of its own: one index finds both together.
  words          tsvector not null generated always as
    (to_tsvector('simple', text) || array_to_tsvector(array[game_id || '/' || handle])) stored,
  foreign key (game_id, handle) references agent (game_id, handle) on delete cascade
);
create unique index memory_entry_of_turn on memory_entry (game_id, handle, tick) where played and kind = 'turn';
create index memory_entry_by_tick on memory_entry (game_id, handle, tick desc, id desc);
create index memory_entry_by_importance on memory_entry (game_id, handle, importance desc, tick desc, id desc);
create index memory_entry_words on memory_entry using gin (words);

-- The reflections that were asked for, at most one for each agent and due tick. A row is written
-- before its model is asked; one that stays 'asking' after its time is that of a dead process.
create table memory_reflection (
  game_id        text collate "C" not null,
  handle         text collate "C" not null,
  tick           bigint not null,
  call_id        uuid not null,
  state          text not null check (state in ('asking', 'done', 'failed', 'over_budget', 'orphaned')),
  reason         text,
  -- How many entries came of it.
  entries        integer not null default 0,
  asked_at       timestamptz not null,
  answer_until   timestamptz not null,
  ended_at       timestamptz,
  asking_provider text not null,
  asking_model   text not null,
  asking_at_most_nano bigint not null,
  asking_price_known boolean not null,
  asking_simulated boolean not null,
  primary key (game_id, handle, tick),
  foreign key (game_id, handle) references agent (game_id, handle) on delete cascade
);
create index memory_reflection_asking on memory_reflection (game_id, answer_until) where state = 'asking';
