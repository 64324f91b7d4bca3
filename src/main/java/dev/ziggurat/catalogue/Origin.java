package dev.ziggurat.catalogue;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where an entry of the catalogue comes from. */
public enum Origin {
  /** Came with Ziggurat. */
  SHIPPED,
  /** Came with Ziggurat and was changed by an admin. */
  CHANGED,
  /** Was registered by an admin. */
  REGISTERED;

  /** The name in JSON: {@code shipped, changed, registered}. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
