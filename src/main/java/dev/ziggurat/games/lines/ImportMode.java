package dev.ziggurat.games.lines;

import jakarta.ws.rs.BadRequestException;
import java.util.Locale;

/** How an import treats existing entries. */
public enum ImportMode {
  /** Changes them: absent fields stay as they are. Deleted entries are restored. */
  UPSERT,
  /** Rejects them. */
  CREATE;

  /**
   * Parses a query parameter.
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
