-- Sessions that were signed out before they expired. Their cookies hold everything else.
create table ended_session (
  -- SHA-256 of the cookie's bytes, in hexadecimal.
  id             text collate "C" primary key,
  -- When the session would have expired: then the row can go.
  until          timestamptz not null
);

-- Stays empty: a check of whether the database can be written inserts here and rolls back.
create table write_check (
  content        bytea not null
);
