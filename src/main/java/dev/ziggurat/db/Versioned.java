package dev.ziggurat.db;

/** A stored object with an edit counter, for optimistic locking. */
public interface Versioned {

  /** From 1; raised by every edit. */
  long version();
}
