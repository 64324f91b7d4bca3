-- Which budget held a turn, such as game-day; null: none, or an earlier version held it.
alter table turn add column held_by text;
