-- From which similarity of the last message on a call is answered as another one was; null: never.
alter table api_key add column semantic_cache_threshold double precision
  check (semantic_cache_threshold between 0.5 and 1);

-- Answers that similar calls may get. Vectors are compared by pgvector where the database has it; the table is there
-- without it.
create table semantic_answer (
  -- The call that was answered.
  call_id        uuid primary key,
  -- The key's id.
  owner          uuid not null,
  at             timestamptz not null,
  -- Hash of everything that must be the same.
  context        text not null,
  embedding_model text not null,
  dimensions     integer not null,
  -- Of the last message.
  embedding      real[] not null,
  provider       text not null,
  model_asked    text not null,
  model_answered text,
  request_id     text,
  simulated      boolean not null,
  -- A JSON array, as text because texts of models may contain characters that jsonb refuses.
  pieces         text not null,
  bytes          bigint not null
);
-- Vectors of usual length stay in their rows: they are read one by one.
alter table semantic_answer alter column embedding set storage main;
create index semantic_answer_in_context on semantic_answer (owner, context, embedding_model, at desc);
create index semantic_answer_of_owner on semantic_answer (owner, at desc, call_id desc) include (bytes);
create index semantic_answer_age on semantic_answer (at);
