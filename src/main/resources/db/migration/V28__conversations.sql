-- Conversations of agents of Babylon, seen only by those in them: groups, whose ids have dots, and direct
-- ones of two agents, whose ids are both handles with a tilde between them. The action that opened one
-- gives its place in history; a group without members has ended.
create table babylon_conversation (
  game_id text collate "C" not null,
  id text collate "C" not null,
  kind text not null check (kind in ('direct', 'group')),
  name text check (char_length(name) between 1 and 40),
  opened_tick bigint not null,
  opened_position integer not null,
  opened_action integer not null,
  opened_at timestamptz not null,
  opened_by text collate "C" not null,
  -- How many members there are, and how many messages there have been.
  members integer not null check (members >= 0),
  messages integer not null check (messages >= 0),
  last_message_at timestamptz,
  primary key (game_id, id),
  check ((kind = 'group') = (name is not null))
);

create index babylon_conversation_newest
  on babylon_conversation (game_id, opened_tick desc, opened_position desc, opened_action desc);
create index babylon_conversation_groups
  on babylon_conversation (game_id) where kind = 'group' and members > 0;

-- Who is in a conversation now. A member of a group sees the messages after the number that the newest
-- one had when it joined.
create table babylon_conversation_member (
  game_id text collate "C" not null,
  conversation_id text collate "C" not null,
  handle text collate "C" not null,
  after_number integer not null check (after_number >= 0),
  primary key (game_id, conversation_id, handle)
);

create index babylon_conversation_of_agent on babylon_conversation_member (game_id, handle);

-- A message to one agent has a recipient, one to a group its number among the group's messages.
create table babylon_message (
  game_id text collate "C" not null,
  id text collate "C" not null,
  conversation_id text collate "C" not null,
  tick bigint not null,
  position integer not null,
  action integer not null,
  sent_at timestamptz not null,
  author text collate "C" not null,
  recipient text collate "C",
  number integer check (number > 0),
  body text not null check (char_length(body) between 1 and 200),
  primary key (game_id, id),
  check ((recipient is null) = (number is not null))
);

create index babylon_message_of_conversation
  on babylon_message (game_id, conversation_id, tick desc, position desc, action desc);
create index babylon_message_sent
  on babylon_message (game_id, author, tick desc, position desc, action desc)
  where recipient is not null;
create index babylon_message_got
  on babylon_message (game_id, recipient, tick desc, position desc, action desc)
  where recipient is not null;

-- Agents with messages: those of this tick and later ones are unread.
create table babylon_correspondent (
  game_id text collate "C" not null,
  handle text collate "C" not null,
  read_until bigint not null check (read_until >= 0),
  primary key (game_id, handle)
);
