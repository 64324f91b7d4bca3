package dev.ziggurat.games;

import dev.ziggurat.http.FieldValue;
import java.time.Instant;
import java.util.Optional;

/** The field {@code deleted} of a change: it restores and never deletes. */
final class DeletedField {

  private DeletedField() {}

  /**
   * Returns the time of deletion after the change.
   *
   * @param deletedAt the time of deletion before the change
   */
  static Optional<Instant> after(FieldValue<Boolean> deleted, Optional<Instant> deletedAt) {
    if (deleted.orElse(false)) {
      throw deleted.wrong("can only be false, which restores it; use DELETE to delete it");
    }
    return deleted.value().isPresent() ? Optional.empty() : deletedAt;
  }
}
