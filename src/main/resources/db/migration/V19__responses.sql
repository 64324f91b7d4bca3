-- Responses of the Responses API that are kept for the key that made them.
create table response (
  -- The call's.
  id         uuid primary key,
  -- The key's id; zeros for an admin.
  owner      uuid not null,
  -- The response that it continues.
  previous   uuid,
  created_at timestamptz not null,
  -- When it was made or last continued; it is deleted a while after.
  used_at    timestamptz not null,
  -- JSON as text: texts of models may contain characters that jsonb refuses.
  response   text not null,
  input      text not null,
  -- Of both.
  bytes      bigint not null
);
create index response_of_owner on response (owner, used_at desc, id desc) include (bytes);
create index response_used on response (used_at);
