package dev.ziggurat.db;

/** The schema could not be brought up to date; the message says what to do. */
public final class MigrationFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  MigrationFailed(String message) {
    super(message);
  }

  MigrationFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
