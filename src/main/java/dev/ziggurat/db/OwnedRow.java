package dev.ziggurat.db;

import java.util.UUID;

/** A row that belongs to somebody, who may keep so many bytes of them. */
public interface OwnedRow {

  UUID owner();

  /** What it takes in the database, and in memory while it waits, about. */
  long bytes();
}
