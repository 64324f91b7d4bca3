package dev.ziggurat.http;

import java.net.InetAddress;
import java.net.URI;
import java.util.Optional;

/** What an address must be that somebody typed and that this process calls. */
public final class OutgoingAddress {

  /** The longest address, in characters. */
  public static final int CHARACTERS = 500;

  private OutgoingAddress() {}

  /**
   * What is wrong with an address; empty if nothing is. Whether a name leads to a public address is
   * known only when it is looked up, so {@link OutgoingClient} checks that.
   *
   * @param privateAddresses whether it may be not public, and without TLS
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
          ? networkFault(uri, privateAddresses, setting)
          : must;
    } catch (IllegalArgumentException malformed) {
      return must;
    }
  }

  /**
   * Why this process would not call an address, as far as that is known before its name is looked
   * up; empty if it may.
   *
   * @param url with a host
   * @param privateAddresses whether it may be not public, and without TLS
   * @param setting the setting that allows it
   */
  public static Optional<String> networkFault(URI url, boolean privateAddresses, String setting) {
    if (privateAddresses) {
      return Optional.empty();
    }
    if (!"https".equals(url.getScheme())) {
      return Optional.of("must begin with https://; http needs " + setting);
    }
    return isPrivate(url.getHost())
        ? Optional.of("must be a public address; others need " + setting)
        : Optional.empty();
  }

  /** Whether it is an address in digits that is not public, or the name of this machine. */
  private static boolean isPrivate(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    try {
      return !PublicAddresses.isPublic(InetAddress.ofLiteral(host));
    } catch (IllegalArgumentException name) {
      return false;
    }
  }
}
