package dev.ziggurat.db;

/** Something kept in the database that counts its edits, so that two editors notice each other. */
public interface Versioned {

  /** From 1; raised by every edit. */
  long version();
}
