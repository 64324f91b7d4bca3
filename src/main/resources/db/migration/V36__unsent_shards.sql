-- How many shards of the tick's turns the message broker did not take the last time; null: none, or nothing was sent.
alter table tick add column unsent_shards integer check (unsent_shards > 0);
