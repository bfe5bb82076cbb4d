package io.tripline.rest.webhook;

import io.tripline.rest.http.Network;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which addresses are not of the public Internet. Whoever may register a webhook could otherwise
 * reach what only this machine can: its own ports, its network, and the services of a cloud that
 * hand out credentials.
 *
 * <p>Of IPv6 only what is given out as public is: all else, be it known today or not, is refused.
 */
final class AddressKinds {
  private static final Network PUBLIC_V6 = Network.parse("2000::/3");

  /** Packets to these go to the IPv4 address in their last four bytes (RFC 6052). */
  private static final Network NAT64 = Network.parse("64:ff9b::/96");

  /** The same in an older way (RFC 4291); Java itself unwraps {@code ::ffff:0:0/96}. */
  private static final Network COMPATIBLE = Network.parse("::/96");

  private record Kind(Network network, String name) {}

  private static final List<Kind> KINDS =
      List.of(
          kind("0.0.0.0/8", "an unspecified address"),
          kind("10.0.0.0/8", "a private address"),
          kind("100.64.0.0/10", "a carrier's private address"),
          kind("127.0.0.0/8", "a loopback address"),
          kind("169.254.0.0/16", "a link-local address"),
          kind("172.16.0.0/12", "a private address"),
          kind("192.0.0.0/24", "a reserved address"),
          kind("192.0.2.0/24", "a reserved address"),
          kind("192.88.99.0/24", "a reserved address"),
          kind("192.168.0.0/16", "a private address"),
          kind("198.18.0.0/15", "a reserved address"),
          kind("198.51.100.0/24", "a reserved address"),
          kind("203.0.113.0/24", "a reserved address"),
          kind("224.0.0.0/4", "a multicast address"),
          kind("240.0.0.0/4", "a reserved address"),
          kind("::/128", "an unspecified address"),
          kind("::1/128", "a loopback address"),
          kind("fc00::/7", "a private address"),
          kind("fe80::/10", "a link-local address"),
          kind("fec0::/10", "a private address"),
          kind("ff00::/8", "a multicast address"),
          // Among them Teredo, which reaches IPv4 addresses through a server.
          kind("2001::/23", "a reserved address"),
          kind("2001:db8::/32", "a reserved address"),
          kind("2002::/16", "a 6to4 address"),
          kind("3fff::/20", "a reserved address"));

  private AddressKinds() {}

  private static Kind kind(String network, String name) {
    return new Kind(Network.parse(network), name);
  }

  /** What an address is that is not public, in a few words; null if it is public. */
  static @Nullable String notPublic(InetAddress address) {
    InetAddress reached = reached(address);
    for (Kind kind : KINDS) {
      if (kind.network().contains(reached)) {
        return kind.name();
      }
    }
    return reached instanceof Inet4Address || PUBLIC_V6.contains(reached)
        ? null
        : "a reserved address";
  }

  /** The IPv4 address that is reached through one of IPv6, else the address itself. */
  static InetAddress reached(InetAddress address) {
    byte[] bytes = address.getAddress();
    boolean isCompatible = COMPATIBLE.contains(address) && bytes[12] != 0;
    if (!isCompatible && !NAT64.contains(address)) {
      return address;
    }
    try {
      return InetAddress.getByAddress(Arrays.copyOfRange(bytes, 12, 16));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four bytes are an address", e);
    }
  }
}
