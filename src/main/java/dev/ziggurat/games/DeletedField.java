package dev.ziggurat.games;

import dev.ziggurat.http.FieldValue;
import java.time.Instant;
import java.util.Optional;

/** What the field {@code deleted} of a change does: it brings back, and never deletes. */
final class DeletedField {

  private DeletedField() {}

  /**
   * When the thing was deleted, after the change.
   *
   * @param deletedAt when it was, before the change
   */
  static Optional<Instant> after(FieldValue<Boolean> deleted, Optional<Instant> deletedAt) {
    if (deleted.orElse(false)) {
      throw deleted.wrong("can only be false, which brings it back; DELETE deletes it");
    }
    return deleted.value().isPresent() ? Optional.empty() : deletedAt;
  }
}
