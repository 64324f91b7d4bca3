-- One row for each provider in place of columns for four: further providers need no further columns.

create table provider_settings (
  settings_id    text not null default 'system' references system_settings (id),
  provider       text collate "C" not null,
  -- Null leaves the choice to the environment and the catalogue.
  model          text,
  enabled        boolean not null default true,
  -- The place in the chain that an admin chose, from 1; null where none is chosen.
  position       integer check (position > 0),
  -- What a provider is that an admin added, a JSON object; null for the others. It names the
  -- environment variable of the key, never the key.
  definition     text,
  primary key (settings_id, provider)
);
insert into provider_settings (settings_id, provider, model, enabled)
select id, provider, model, enabled
from system_settings cross join lateral (values
  ('wandb', wandb_model, wandb_enabled),
  ('groq', groq_model, groq_enabled),
  ('claude', claude_model, claude_enabled),
  ('openai', openai_model, openai_enabled)) as choice (provider, model, enabled);
alter table system_settings
  drop column wandb_model, drop column wandb_enabled,
  drop column groq_model, drop column groq_enabled,
  drop column claude_model, drop column claude_enabled,
  drop column openai_model, drop column openai_enabled;

-- The choices of every version of the settings.
create table provider_settings_history (
  version        bigint not null references settings_history (version),
  provider       text collate "C" not null,
  model          text,
  enabled        boolean not null,
  position       integer,
  primary key (version, provider)
);
insert into provider_settings_history (version, provider, model, enabled)
select version, provider, model, enabled
from settings_history cross join lateral (values
  ('wandb', wandb_model, wandb_enabled),
  ('groq', groq_model, groq_enabled),
  ('claude', claude_model, claude_enabled),
  ('openai', openai_model, openai_enabled)) as choice (provider, model, enabled);
alter table settings_history
  drop column wandb_model, drop column wandb_enabled,
  drop column groq_model, drop column groq_enabled,
  drop column claude_model, drop column claude_enabled,
  drop column openai_model, drop column openai_enabled;
