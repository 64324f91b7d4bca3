package dev.ziggurat.llm;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A service tier, which is a price list of its own at some providers: OpenAI's and Groq's field
 * {@code service_tier} of requests and answers, and Claude's in the usage object.
 *
 * @param name in the provider's words; {@code default} for the usual one, whatever its name there
 */
public record ServiceTier(String name) {

  /** The tier of ordinary calls. */
  public static final ServiceTier DEFAULT = new ServiceTier("default");

  /** Slower calls, never dearer than the default tier. */
  public static final ServiceTier FLEX = new ServiceTier("flex");

  /** Calls from a file, which no single call is billed as. */
  public static final ServiceTier BATCH = new ServiceTier("batch");

  /** The highest length of a name. */
  public static final int MAX_NAME = 40;

  /** What a name looks like. */
  public static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_-]{0,39}");

  private static final String LEFT_TO_PROVIDER = "auto";
  private static final Set<String> USUAL =
      Set.of(LEFT_TO_PROVIDER, "default", "on_demand", "standard", "standard_only");

  /** The tier of this name; one that is no name is like no known tier. */
  public static ServiceTier of(String name) {
    var lower = name.strip().toLowerCase(Locale.ROOT);
    if (USUAL.contains(lower)) {
      return DEFAULT;
    }
    return new ServiceTier(lower.length() > MAX_NAME ? lower.substring(0, MAX_NAME) : lower);
  }

  /**
   * The tier that an answer or a piece of it reports.
   *
   * @param name null or blank if this piece reports none
   * @param before what earlier pieces reported
   */
  public static Optional<ServiceTier> reported(
      @Nullable String name, Optional<ServiceTier> before) {
    return name == null || name.isBlank() || before.isPresent() && before.get().name().equals(name)
        ? before
        : Optional.of(of(name));
  }

  /**
   * The tier that a request asks for; empty if it leaves that to the provider, by {@code auto} too.
   *
   * @param named the value of {@code service_tier}; may be empty
   */
  static Optional<ServiceTier> asked(String named) {
    return named.isBlank() || named.strip().equalsIgnoreCase(LEFT_TO_PROVIDER)
        ? Optional.empty()
        : Optional.of(of(named));
  }

  /** Whether it is the usual one. */
  public boolean isDefault() {
    return equals(DEFAULT);
  }
}
