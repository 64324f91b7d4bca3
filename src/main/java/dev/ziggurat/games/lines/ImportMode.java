package dev.ziggurat.games.lines;

import jakarta.ws.rs.BadRequestException;
import java.util.Locale;

/** What an import does with what exists already. */
public enum ImportMode {
  /** Changes it: a field left out stays as it is. What was deleted is brought back. */
  UPSERT,
  /** Refuses it. */
  CREATE;

  /**
   * Reads it from a query parameter.
   *
   * @throws BadRequestException naming the parameter
   */
  public static ImportMode fromString(String text) {
    for (var mode : values()) {
      if (mode.toString().equals(text)) {
        return mode;
      }
    }
    throw new BadRequestException("mode: must be upsert or create");
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
