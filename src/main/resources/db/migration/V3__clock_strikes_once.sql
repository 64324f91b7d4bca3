-- What the clock brought to the world in this tick, as a JSON object; null until it has struck. A failed tick's clock
-- has struck already when the tick is resumed, and must not strike again: its news and markets have their ids.
alter table tick add column happenings text;
