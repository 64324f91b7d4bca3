package dev.ziggurat.httpworld;

import dev.ziggurat.http.OutgoingAddress;
import io.quarkus.runtime.annotations.RegisterForReflection;
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
    return OutgoingAddress.fault(url, privateAddresses, "ziggurat.http-world.private-addresses");
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
