package dev.ziggurat.http;

import java.net.URI;
import java.util.Optional;

/** What an address must be that somebody typed and that this process calls. */
public final class OutgoingAddress {

  /** The longest address, in characters. */
  public static final int CHARACTERS = 500;

  private OutgoingAddress() {}

  /**
   * What is wrong with an address; empty if nothing is. Whether it is public is known only when its
   * name is looked up, so {@link OutgoingClient} checks that.
   *
   * @param privateAddresses whether it may be without TLS
   * @param setting the setting that allows it
   */
  public static Optional<String> fault(String url, boolean privateAddresses, String setting) {
    if (url.length() > CHARACTERS) {
      return Optional.of("must have at most " + CHARACTERS + " characters");
    }
    var must =
        Optional.of(
            privateAddresses
                ? "must be an http or https address such as http://localhost:8000, without user, query"
                    + " and fragment"
                : "must be an https address such as https://game.example/path, without user, query and"
                    + " fragment; http needs "
                    + setting);
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
}
