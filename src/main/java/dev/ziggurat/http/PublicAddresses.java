package dev.ziggurat.http;

import java.net.Inet4Address;
import java.net.InetAddress;

/**
 * Tells addresses of the internet from those of networks of one's own, of this machine, and those
 * without a host.
 *
 * @see <a href="https://www.iana.org/assignments/iana-ipv4-special-registry">IPv4</a>
 * @see <a href="https://www.iana.org/assignments/iana-ipv6-special-registry">IPv6</a>
 */
public final class PublicAddresses {

  private PublicAddresses() {}

  /** Whether it is an address of the internet. */
  public static boolean isPublic(InetAddress address) {
    if (address.isAnyLocalAddress()
        || address.isLoopbackAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || address.isMulticastAddress()) {
      return false;
    }
    var bytes = address.getAddress();
    var first = bytes[0] & 0xff;
    var second = bytes[1] & 0xff;
    if (address instanceof Inet4Address) {
      return !(first == 0
          || first >= 240
          || first == 100 && second >= 64 && second < 128
          || first == 192 && second == 0 && (bytes[2] == 0 || bytes[2] == 2)
          || first == 198 && (second == 18 || second == 19)
          || first == 198 && second == 51 && bytes[2] == 100
          || first == 203 && second == 0 && bytes[2] == 113);
    }
    // Global unicast, without those that lead to addresses of IPv4 (6to4, Teredo) and examples.
    return (first & 0xe0) == 0x20
        && !(first == 0x20 && second == 0x02)
        && !(first == 0x20 && second == 0x01 && bytes[2] < 2 && bytes[2] >= 0)
        && !(first == 0x20 && second == 0x01 && bytes[2] == 0x0d && (bytes[3] & 0xff) == 0xb8);
  }
}
