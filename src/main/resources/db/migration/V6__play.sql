-- Interventions between ticks, and all that a replay from a game's opening needs to know.

create table intervention (
  game_id        text collate "C" not null references game (id),
  -- It comes after this tick and before the next.
  after_tick     bigint not null,
  -- Counts from 1 after each tick.
  ordinal        integer not null check (ordinal > 0),
  at             timestamptz not null,
  who            text not null,
  -- The game's as they were then.
  game_seed      bigint not null,
  game_period_millis bigint not null,
  action         text not null,
  result         text not null,
  -- Of the world after it.
  digest         text not null,
  primary key (game_id, after_tick, ordinal)
);

-- The game's seed and period when the tick began, and what it played on the world, in order: t for
-- its turns, c for the clock. A tick that failed and was resumed has played its clock before its turns.
alter table tick
  add column game_seed bigint,
  add column game_period_millis bigint,
  add column played text not null default '';
update tick set game_seed = game.seed, game_period_millis = game.period_millis,
  played = case phase when 'closed' then 'tc' when 'applied' then 't' else '' end
from game where game.id = tick.game_id;

-- A voided market was settled without an answer.
alter table babylon_market add column voided boolean not null default false;
create index babylon_market_voided on babylon_market (game_id, opened_tick desc, ordinal desc)
  where voided;

-- What the agent put into the market less what it took out: what voiding gives back.
alter table babylon_position add column spent_micro_points bigint not null default 0;
update babylon_position p set spent_micro_points = traded.spent
from (
  select game_id, market_id, handle,
    sum(case when bought then micro_points else -micro_points end) as spent
  from babylon_trade group by game_id, market_id, handle) as traded
where traded.game_id = p.game_id and traded.market_id = p.market_id and traded.handle = p.handle;

-- What a game was founded with; no opened_at: its first tick found it empty. Of games that are older
-- than these columns what can be derived is written down, and no digest.
alter table babylon_house
  add column opened_at timestamptz,
  add column opened_seed bigint,
  add column opened_period_millis bigint,
  add column opened_handles text[],
  add column opened_digest text;
update babylon_house house set opened_at = first.opened_at, opened_seed = game.seed,
  opened_period_millis = game.period_millis,
  opened_handles = (
    select coalesce(array_agg(handle), '{}') from babylon_wallet w where w.game_id = house.game_id)
from game, babylon_market first
where game.id = house.game_id and first.game_id = house.game_id and first.id = 'm0-0';
