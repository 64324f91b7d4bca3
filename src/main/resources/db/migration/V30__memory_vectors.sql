-- Vectors of what agents remember. They are compared by pgvector where the database has it; the tables are there
-- without it.
create table memory_vector (
  entry_id       uuid primary key references memory_entry (id) on delete cascade,
  -- Vectors of different models cannot be compared.
  embedding_model text not null,
  -- Of the text that was embedded: once the entry has another one, it has no vector.
  text_md5       uuid not null,
  -- 0 for a text that has no vector: nothing is asked for it again.
  dimensions     integer not null,
  embedding      real[] not null
);
-- Vectors of usual length stay in their rows: they are read one by one.
alter table memory_vector alter column embedding set storage main;

-- The calls for embeddings that are under way. A row is written before a provider is asked and deleted when the ledger
-- has the attempts; one that stays after its time is that of a dead process.
create table memory_embedding_call (
  call_id        uuid primary key,
  game_id        text collate "C" not null references game (id) on delete cascade,
  tick           bigint not null,
  purpose        text not null check (purpose in ('entries', 'briefings')),
  asked_at       timestamptz not null,
  answer_until   timestamptz not null,
  asking_provider text not null,
  asking_model   text not null,
  asking_at_most_nano bigint not null,
  asking_price_known boolean not null,
  asking_simulated boolean not null
);
-- One process at a time embeds the entries of a game.
create unique index memory_embedding_call_of_entries on memory_embedding_call (game_id) where purpose = 'entries';
create index memory_embedding_call_by_time on memory_embedding_call (game_id, answer_until);

-- What came of the embeddings of a game.
create table memory_embedding (
  game_id        text collate "C" primary key references game (id) on delete cascade,
  -- How many texts of entries were embedded, and for how many that failed: those are tried again.
  embedded       bigint not null default 0,
  failed         bigint not null default 0,
  -- Why the last call for entries failed; null if it did not.
  failure        text,
  -- Why full text chooses what prompts show; null while vectors do.
  fallback       text,
  fallback_since timestamptz
);
