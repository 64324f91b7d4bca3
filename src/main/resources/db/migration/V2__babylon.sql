-- The world "babylon". Amounts are micro-points and micro-shares. Ids and handles are compared byte
-- by byte (collation "C"), so that their order is the same on any machine.

-- One row per game: the house, every point ever minted, what the game was founded on, and the digest
-- of the state as last saved.
create table babylon_house (
  game_id text collate "C" primary key,
  house_micro_points bigint not null check (house_micro_points >= 0),
  minted_micro_points bigint not null check (minted_micro_points >= house_micro_points),
  founded_micro_points bigint not null check (founded_micro_points >= 0),
  start_micro_points bigint not null check (start_micro_points >= 0),
  liquidity_micro_points bigint not null check (liquidity_micro_points > 0),
  digest text not null
);

create table babylon_wallet (
  game_id text collate "C" not null,
  handle text collate "C" not null,
  micro_points bigint not null check (micro_points >= 0),
  primary key (game_id, handle)
);

-- The outcome is fixed at opening and shown to nobody before resolved_at is set.
create table babylon_market (
  game_id text collate "C" not null,
  id text collate "C" not null,
  opened_tick bigint not null,
  ordinal integer not null,
  topic text not null,
  question text not null,
  liquidity_micro_points bigint not null check (liquidity_micro_points > 0),
  yes_micro_shares bigint not null check (yes_micro_shares >= 0),
  no_micro_shares bigint not null check (no_micro_shares >= 0),
  pool_micro_points bigint not null check (pool_micro_points >= 0),
  volume_micro_points bigint not null check (volume_micro_points >= 0),
  outcome boolean not null,
  opened_at timestamptz not null,
  closes_at timestamptz not null,
  resolved_at timestamptz,
  primary key (game_id, id),
  -- An open market can pay whatever comes; a resolved one has paid everything.
  constraint babylon_market_covered check (
    case
      when resolved_at is null then pool_micro_points >= greatest(yes_micro_shares, no_micro_shares)
      else pool_micro_points = 0
    end
  )
);

create index babylon_market_newest on babylon_market (game_id, opened_tick desc, ordinal desc);
create index babylon_market_open on babylon_market (game_id) where resolved_at is null;

-- Positions stay as they were when their market resolved: the shares of the right side are the payout.
create table babylon_position (
  game_id text collate "C" not null,
  market_id text collate "C" not null,
  handle text collate "C" not null,
  yes_micro_shares bigint not null check (yes_micro_shares >= 0),
  no_micro_shares bigint not null check (no_micro_shares >= 0),
  primary key (game_id, market_id, handle)
);

create index babylon_position_of_agent on babylon_position (game_id, handle);

-- Place in history (tick, position of the turn, action of the turn): what an id is made of.
create table babylon_trade (
  game_id text collate "C" not null,
  id text collate "C" not null,
  market_id text collate "C" not null,
  handle text collate "C" not null,
  tick bigint not null,
  position integer not null,
  action integer not null,
  traded_at timestamptz not null,
  bought boolean not null,
  side text not null check (side in ('yes', 'no')),
  micro_points bigint not null check (micro_points > 0),
  micro_shares bigint not null check (micro_shares > 0),
  price_after integer not null check (price_after between 1 and 9999),
  primary key (game_id, id)
);

create index babylon_trade_of_market
  on babylon_trade (game_id, market_id, tick desc, position desc, action desc);

-- Posts, and comments on them.
create table babylon_post (
  game_id text collate "C" not null,
  id text collate "C" not null,
  tick bigint not null,
  position integer not null,
  action integer not null,
  posted_at timestamptz not null,
  author text collate "C" not null,
  on_post text collate "C",
  body text not null check (char_length(body) between 1 and 280),
  primary key (game_id, id)
);

create index babylon_post_newest on babylon_post (game_id, tick desc, position desc, action desc);
create index babylon_post_topmost
  on babylon_post (game_id, tick desc, position desc, action desc) where on_post is null;
create index babylon_post_comments
  on babylon_post (game_id, on_post, tick desc, position desc, action desc)
  where on_post is not null;

create table babylon_news (
  game_id text collate "C" not null,
  id text collate "C" not null,
  tick bigint not null,
  ordinal integer not null,
  reported_at timestamptz not null,
  body text not null,
  about_market text collate "C",
  primary key (game_id, id)
);

create index babylon_news_newest on babylon_news (game_id, tick desc, ordinal desc);

-- What was refused in an agent's last turn, until its next.
create table babylon_refusal (
  game_id text collate "C" not null,
  handle text collate "C" not null,
  ordinal integer not null,
  action text not null,
  reason text not null,
  primary key (game_id, handle, ordinal)
);
