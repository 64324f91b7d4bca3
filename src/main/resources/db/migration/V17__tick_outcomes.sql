-- Lists of the ticks with one outcome; a running tick has none yet.
create index tick_by_outcome on tick (game_id, outcome, number);
