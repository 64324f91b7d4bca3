package dev.ziggurat.httpworld;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.util.Optional;

/**
 * Where a world is, and where the key is that its requests are signed with.
 *
 * @param url its address, to which the path of each operation is appended
 * @param keyVariable the environment variable that holds the key
 */
@RegisterForReflection
public record WorldAddress(String url, String keyVariable) {

  /** The name of an environment variable that holds a world's key; no other secret has one. */
  public static final String KEY_VARIABLE = "[A-Z][A-Z0-9_]{0,80}_WORLD_KEY";

  /** The longest address, in characters. */
  public static final int URL_CHARACTERS = 500;

  /** The fewest characters of a key. */
  public static final int KEY_CHARACTERS = 32;

  /** The address without a slash at its end. */
  public WorldAddress {
    url = url.strip().replaceAll("/+$", "");
  }

  /**
   * What is wrong with the address; empty if nothing is.
   *
   * @param privateAddresses whether it may be without TLS
   */
  Optional<String> urlFault(boolean privateAddresses) {
    var must =
        Optional.of(
            privateAddresses
                ? "must be an http or https address such as http://localhost:8000, without user, query"
                    + " and fragment"
                : "must be an https address such as https://game.example/ziggurat, without user, query"
                    + " and fragment; http needs ziggurat.http-world.private-addresses");
    if (url.length() > URL_CHARACTERS) {
      return Optional.of("must have at most " + URL_CHARACTERS + " characters");
    }
    try {
      var uri = URI.create(url);
      var secure = "https".equals(uri.getScheme());
      return uri.getHost() != null
              && (secure || privateAddresses && "http".equals(uri.getScheme()))
              && uri.getRawUserInfo() == null
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null
          ? Optional.empty()
          : must;
    } catch (IllegalArgumentException malformed) {
      return must;
    }
  }

  /** What is wrong with the variable's name; empty if nothing is. */
  Optional<String> keyVariableFault() {
    return keyVariable.matches(KEY_VARIABLE)
        ? Optional.empty()
        : Optional.of(
            "must be the name of an environment variable that ends in _WORLD_KEY, in capitals, such as"
                + " TOWN_WORLD_KEY");
  }
}
