package dev.ziggurat.litellm;

import dev.ziggurat.llm.ProviderDefinition;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Handles {@code os.environ/NAME}, LiteLLM's references to environment variables, and literal
 * secrets.
 */
final class EnvironmentReference {

  private static final String PREFIX = "os.environ/";
  private static final Pattern VARIABLE =
      Pattern.compile(Pattern.quote(PREFIX) + "([A-Za-z_]\\w{0,99})");

  private EnvironmentReference() {}

  static boolean isReference(String value) {
    return value.startsWith(PREFIX);
  }

  /** Whether a value is a reference to this variable. */
  static boolean refersTo(String value, String variable) {
    return value.equals(PREFIX + variable);
  }

  /** A note on which variable to set for an entry's key; empty if it refers to that variable. */
  static Optional<String> ofKey(Optional<String> value, ProviderDefinition provider) {
    return of(value, provider.access().keyVariable(), "api_key");
  }

  /** A note on which variable to set for an entry's base URL; empty if there is nothing to do. */
  static Optional<String> ofBase(Optional<String> value, ProviderDefinition provider) {
    var reference = value.filter(EnvironmentReference::isReference);
    var variable = provider.access().baseVariable();
    return variable.isPresent()
        ? of(reference, variable.get(), "api_base")
        : reference.map(
            _ -> "api_base is not imported: %s keeps its own base URL".formatted(provider.id()));
  }

  private static Optional<String> of(Optional<String> value, String ours, String field) {
    if (value.isEmpty()) {
      return Optional.empty();
    }
    var reference = Optional.of(VARIABLE.matcher(value.get())).filter(Matcher::matches);
    if (reference.isEmpty()) {
      return Optional.of("%s is not imported: set %s".formatted(field, ours));
    }
    return reference
        .map(variable -> variable.group(1))
        .filter(variable -> !variable.equals(ours))
        .map(variable -> "%s refers to %s: set %s instead".formatted(field, variable, ours));
  }
}
