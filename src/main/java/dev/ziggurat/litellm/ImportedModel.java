package dev.ziggurat.litellm;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What became of an entry.
 *
 * @param place the entry, as {@code model_list[3]}
 * @param model the id in the catalogue
 * @param provider who serves it
 * @param alias the name that programs go on to use, if it needed to be added or was added before
 * @param notes what was left out, and what is to be done in its place
 */
public record ImportedModel(
    String place,
    String model,
    String provider,
    Did did,
    Optional<String> alias,
    List<String> notes) {

  /** What was done, or would be. */
  public enum Did {
    /** The model is new. */
    REGISTERED,
    /** The model got another name, or another price from today on. */
    CHANGED,
    /** Nothing was different. */
    KEPT;

    /** The name in JSON: {@code registered, changed, kept}. */
    @JsonValue
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
