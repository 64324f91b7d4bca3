package dev.ziggurat.settings;

import dev.ziggurat.llm.Provider;
import dev.ziggurat.llm.ProviderDefinition;
import dev.ziggurat.llm.Providers;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What a further provider may be called, where it may be, and which variable its key may stand in:
 * no other secret of the environment is sent to an address that somebody typed.
 */
public final class ProviderRules {

  /** As many as may be added. */
  public static final int MAX_ADDED = 32;

  /** An id: it is part of addresses, of models' names and of metrics. */
  public static final String ID = "[a-z][a-z0-9-]{0,29}";

  /** The name of an environment variable that holds a key. */
  public static final String KEY_VARIABLE = "[A-Z][A-Z0-9_]{0,80}_API_KEY";

  /** The name of a field of a request. */
  public static final String FIELD = "[a-z][a-z0-9_]{0,59}";

  /** Without these there is no request. */
  private static final Set<String> REQUIRED_FIELDS = Set.of("model", "messages", "stream");

  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private ProviderRules() {}

  /** What is wrong with an id; empty if nothing is. */
  public static Optional<String> idFault(String id) {
    if (!id.matches(ID)) {
      return Optional.of(
          "must begin with a letter and have at most 30 small letters, digits and hyphens");
    }
    return Providers.builtIn().byIdOrVendor(id).isPresent()
            || id.equals("auto")
            || id.equals("player")
            || id.equals("external")
            || id.equals("ziggurat")
        ? Optional.of("is taken: %s is built in or means something else".formatted(id))
        : Optional.empty();
  }

  /** What is wrong with an address; empty if nothing is. */
  public static Optional<String> baseFault(String address) {
    var must =
        Optional.of(
            "must be an https address such as https://api.example.org/v1; http is for this machine only");
    try {
      var uri = URI.create(address.strip());
      var plain = "http".equals(uri.getScheme()) && LOOPBACK.contains(uri.getHost());
      return uri.getHost() != null
              && ("https".equals(uri.getScheme()) || plain)
              && uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
          ? Optional.empty()
          : must;
    } catch (IllegalArgumentException malformed) {
      return must;
    }
  }

  /**
   * What is wrong with the variable of a key; empty if nothing is.
   *
   * @param others the other providers
   */
  public static Optional<String> keyVariableFault(
      String variable, String base, Iterable<ProviderDefinition> others) {
    if (!variable.matches(KEY_VARIABLE)) {
      return Optional.of("must be the name of a variable that ends in _API_KEY, in capitals");
    }
    for (var other : others) {
      if (other.access().keyVariable().equals(variable)
          && !host(other.access().base()).equals(host(base))) {
        return Optional.of(
            "holds the key of %s, which must not be sent elsewhere: name another variable"
                .formatted(other.id()));
      }
    }
    return Optional.empty();
  }

  /** What is wrong with a field that is to be left out; empty if nothing is. */
  public static Optional<String> unknownFieldFault(String field) {
    if (!field.matches(FIELD)) {
      return Optional.of("must be names of fields such as top_k");
    }
    return REQUIRED_FIELDS.contains(field)
        ? Optional.of("must not name %s: without it there is no request".formatted(field))
        : Optional.empty();
  }

  /** The variable for a provider's key, as long as nobody names another. */
  public static String usualKeyVariable(Provider provider) {
    return provider.id().toUpperCase(Locale.ROOT).replace('-', '_') + "_API_KEY";
  }

  private static String host(String base) {
    return URI.create(base.strip()).getHost();
  }
}
