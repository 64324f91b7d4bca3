package dev.ziggurat.catalogue;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a catalogue entry comes from. */
public enum Origin {
  /** Shipped with Ziggurat. */
  SHIPPED,
  /** Shipped with Ziggurat and changed by an admin. */
  CHANGED,
  /** Registered by an admin. */
  REGISTERED;

  /** The name in JSON: {@code shipped, changed, registered}. */
  @JsonValue
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
