package dev.ziggurat.litellm;

import dev.ziggurat.llm.ProviderDefinition;
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
  static Optional<String> ofKey(Optional<String> value, ProviderDefinition provider) {
    return of(value, provider.access().keyVariable(), "api_key");
  }

  /** Where the address of an entry belongs. */
  static Optional<String> ofBase(Optional<String> value, ProviderDefinition provider) {
    var reference = value.filter(EnvironmentReference::isReference);
    var variable = provider.access().baseVariable();
    return variable.isPresent()
        ? of(reference, variable.get(), "api_base")
        : reference.map(
            _ ->
                "api_base is not taken over: %s has the address it was added with"
                    .formatted(provider.id()));
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
