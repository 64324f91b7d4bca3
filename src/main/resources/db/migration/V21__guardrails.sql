-- Guardrails of a key and of a game: a JSON array, as text because it is never searched. Null: none.
alter table api_key add column guardrails text;
alter table game add column guardrails text;

-- What guardrails did in the call: an array of objects, with its last attempt. Null: nothing.
alter table attempt add column guardrails jsonb;
