package dev.ziggurat.litellm;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The result for an entry.
 *
 * @param place the entry, as {@code model_list[3]}
 * @param model the id in the catalogue
 * @param provider the provider that serves it
 * @param alias the local name that client programs use; null if it is not a local name
 * @param notes what was not imported, and what to do instead
 */
public record ImportedModel(
    String place,
    String model,
    String provider,
    Did did,
    Optional<String> alias,
    List<String> notes) {

  /** What was done, or would be done without {@code dryRun}. */
  public enum Did {
    /** A new model was registered. */
    REGISTERED,
    /** The model got an additional name, or a new price from today on. */
    CHANGED,
    /** Nothing changed. */
    KEPT;

    /** The name in JSON: {@code registered, changed, kept}. */
    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
