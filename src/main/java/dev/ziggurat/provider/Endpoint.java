package dev.ziggurat.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.ziggurat.llm.Provider;
import java.net.URI;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * The base URL and API key of a provider.
 *
 * @param base the base URL, without a trailing slash
 * @param simulated whether the base URL is that of the simulator
 */
public record Endpoint(Provider provider, URI base, String key, boolean simulated) {

  private static final int ID_BYTES = 16;

  /** A shorter key would be found in ordinary words. */
  static final int MIN_KEY_LENGTH = 8;

  /** Masks this endpoint's key in a text, in case the server echoed it. */
  String withoutKey(String text) {
    return key.length() < MIN_KEY_LENGTH ? text : text.replace(key, "***");
  }

  /**
   * Identifies this address and key, and a project, without telling them: the first 128 bits of a
   * SHA-256, in hexadecimal digits. Simulated providers have the same id in all processes, though
   * each process has its own port.
   */
  String id(String project) {
    var address = simulated ? base.getPath() : base.toString();
    try {
      var digest =
          MessageDigest.getInstance("SHA-256")
              .digest(String.join("\n", address, key, project).getBytes(UTF_8));
      return HexFormat.of().formatHex(digest, 0, ID_BYTES);
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  @Override
  public String toString() {
    return provider.id() + " at " + base + (simulated ? " (simulated)" : "");
  }
}
