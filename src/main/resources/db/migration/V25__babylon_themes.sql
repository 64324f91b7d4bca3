-- Settings of a game of Babylon beside its points, as JSON, without what is usual: as they are, and as
-- they were at its opening. Null: the usual ones.
alter table babylon_house
  add column settings text,
  add column opened_settings text,
  add column opened_liquidity_micro_points bigint check (opened_liquidity_micro_points > 0);
update babylon_house set opened_liquidity_micro_points = liquidity_micro_points;

-- A market whose outcome is not known at opening is decided by an admin, a rule (as JSON, with what it
-- counts) or the game's resolver; awaited_since: trading ended without an answer.
alter table babylon_market
  alter column outcome drop not null,
  add column decided_by text not null default 'fixed'
    check (decided_by in ('fixed', 'admin', 'rule', 'resolver')),
  add column rule text,
  add column awaited_since timestamptz,
  add column mentions bigint not null default 0 check (mentions >= 0),
  add constraint babylon_market_outcome check (
    outcome is not null or (decided_by <> 'fixed' and (resolved_at is null or voided))),
  add constraint babylon_market_rule check ((decided_by = 'rule') = (rule is not null));

-- What a resolver was asked, and what it answered before the answer could be journaled.
create table babylon_resolution_request (
  game_id text collate "C" not null,
  market_id text collate "C" not null,
  asked integer not null check (asked >= 0),
  last_asked_at timestamptz not null,
  answer text check (answer in ('yes', 'no', 'void')),
  failure text,
  primary key (game_id, market_id)
);
