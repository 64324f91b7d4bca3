package dev.ziggurat.litellm;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.provider.Endpoints;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What LiteLLM reads from the environment, as {@code os.environ/NAME}, and secrets written out. */
final class EnvironmentReference {

  private static final String PREFIX = "os.environ/";
  private static final Pattern VARIABLE =
      Pattern.compile(Pattern.quote(PREFIX) + "([A-Za-z_]\\w{0,99})");

  private EnvironmentReference() {}

  static boolean isReference(String value) {
    return value.startsWith(PREFIX);
  }

  /** Whether a value stands for this variable. */
  static boolean refersTo(String value, String variable) {
    return value.equals(PREFIX + variable);
  }

  /** Where the key of an entry belongs; nothing to say if it stands there already. */
  static Optional<String> ofKey(Optional<String> value, Provider provider) {
    return of(value, Endpoints.keyVariable(provider), "api_key");
  }

  /** Where the address of an entry belongs. */
  static Optional<String> ofBase(Optional<String> value, Provider provider) {
    return of(
        value.filter(EnvironmentReference::isReference),
        Endpoints.baseVariable(provider),
        "api_base");
  }

  private static Optional<String> of(Optional<String> value, String ours, String field) {
    if (value.isEmpty()) {
      return Optional.empty();
    }
    var theirs = Optional.of(VARIABLE.matcher(value.get())).filter(Matcher::matches);
    if (theirs.isEmpty()) {
      return Optional.of("%s is not taken over: set %s".formatted(field, ours));
    }
    return theirs
        .map(variable -> variable.group(1))
        .filter(variable -> !variable.equals(ours))
        .map(
            variable ->
                "%s is read from %s: here it is %s that must be set"
                    .formatted(field, variable, ours));
  }
}
