-- Since when a game has been running: a game that was paused is not overdue from its last tick on. Null: since it was created.
alter table game add column running_since timestamptz;

-- A call that finds no room is told apart from a limit that is reached: one dear call must not hide the end of a budget.
alter table budget add column refused_told bigint;
