-- Address, key and project of the provider when it cooled down, as a hash: others end the cooling down.
alter table cooldown add column endpoint_id text not null default '';
