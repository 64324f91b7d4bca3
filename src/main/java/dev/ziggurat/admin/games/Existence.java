package dev.ziggurat.admin.games;

import dev.ziggurat.admin.Given;
import java.time.Instant;
import java.util.Optional;

/** What the field {@code deleted} of a change does: it brings back, and never deletes. */
final class Existence {

  private Existence() {}

  /**
   * When the thing was deleted, after the change.
   *
   * @param deletedAt when it was, before the change
   */
  static Optional<Instant> after(Given<Boolean> deleted, Optional<Instant> deletedAt) {
    if (deleted.orElse(false)) {
      throw deleted.wrong("can only be false, which brings it back; DELETE deletes it");
    }
    return deleted.value().isPresent() ? Optional.empty() : deletedAt;
  }
}
