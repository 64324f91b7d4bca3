-- The trace that a call is part of, in the trace tool.
alter table attempt add column trace_id text;

-- Whether requests and answers of a key's calls are kept.
alter table api_key add column keeps_texts boolean not null default false;

-- Requests and answers that are kept.
create table call_text (
  call_id     uuid primary key,
  -- The key's id; zeros for an admin.
  owner       uuid not null,
  at          timestamptz not null,
  -- The path that was called.
  api         text not null,
  request     text not null,
  request_cut boolean not null,
  -- JSON as text: texts of models may contain characters that jsonb refuses.
  answer      text not null,
  bytes       bigint not null
);
create index call_text_of_owner on call_text (owner, at desc, call_id desc) include (bytes);
create index call_text_age on call_text (at);
