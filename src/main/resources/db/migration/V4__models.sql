-- What an admin changes at run time: settings with their history, and models of the catalogue.

-- Every version of the settings, the one in force included. A change of the catalogue raises the
-- version too; its row repeats the choices.
create table settings_history (
  version        bigint primary key,
  changed_at     timestamptz not null,
  changed_by     text not null,
  wandb_model    text,
  wandb_enabled  boolean not null,
  groq_model     text,
  groq_enabled   boolean not null,
  claude_model   text,
  claude_enabled boolean not null,
  openai_model   text,
  openai_enabled boolean not null,
  -- What is different from the version before, as a JSON array of {field, from, to}.
  changes        text not null
);
insert into settings_history
select version, updated_at, updated_by, wandb_model, wandb_enabled, groq_model, groq_enabled,
  claude_model, claude_enabled, openai_model, openai_enabled, '[]'
from system_settings;

-- Models registered at run time, and shipped ones that were changed: each takes the place of the
-- shipped entry of the same provider and id.
create table catalogue_model (
  provider       text collate "C" not null,
  id             text collate "C" not null,
  -- As it would be written in the shipped catalogue, a JSON object.
  entry          text not null,
  changed_at     timestamptz not null,
  changed_by     text not null,
  primary key (provider, id)
);

-- The newest attempts of a provider, and its last failure: what the health of a provider is told by.
create index attempt_of_provider on attempt (provider, at desc);
create index attempt_failed on attempt (provider, at desc) where outcome not in ('OK', 'LATE');
