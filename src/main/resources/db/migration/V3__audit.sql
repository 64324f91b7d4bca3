-- Who changed what. Rows are only ever added.
create table audit (
  id             bigint generated always as identity primary key,
  at             timestamptz not null default clock_timestamp(),
  -- The name of the identity: which token, or who signed in.
  who            text not null,
  -- What was done, such as settings.change.
  action         text not null,
  -- To what, as a path: ai-models, games/babylon, games/babylon/agents/ada.
  subject        text not null,
  -- What changed, as a JSON object; never a secret.
  detail         text not null
);
