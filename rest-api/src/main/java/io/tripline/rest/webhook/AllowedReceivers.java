package io.tripline.rest.webhook;

import io.tripline.rest.http.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Receivers that are trusted though they are not public, and may be called over plain HTTP.
 *
 * @param hosts in lower case; whatever they resolve to is trusted
 */
public record AllowedReceivers(Set<String> hosts, List<Network> networks) {
  private static final Pattern HOST =
      Pattern.compile("(?=.{1,253}$)[a-z0-9_-]{1,63}(\\.[a-z0-9_-]{1,63})*");

  /** Has a letter that no IPv4 address has, or is in the form of IPv6. */
  private static final Pattern ADDRESS = Pattern.compile("[0-9./]+|.*[:/].*");

  /** None. */
  public static final AllowedReceivers NONE = new AllowedReceivers(Set.of(), List.of());

  public AllowedReceivers {
    hosts = Set.copyOf(hosts);
    networks = List.copyOf(networks);
  }

  /**
   * Reads host names, addresses, and networks as {@code 10.0.0.0/8}.
   *
   * @throws IllegalArgumentException if one is none of these; the message says which
   */
  public static AllowedReceivers parse(List<String> texts) {
    Set<String> hosts = new HashSet<>();
    List<Network> networks = new ArrayList<>();
    for (String text : texts) {
      String lower = text.toLowerCase(Locale.ROOT);
      if (ADDRESS.matcher(lower).matches()) {
        networks.add(Network.named(text));
      } else if (HOST.matcher(lower).matches()) {
        hosts.add(lower);
      } else {
        throw new IllegalArgumentException(
            "'" + text + "' is neither a host, nor an address, nor a network such as 10.0.0.0/8");
      }
    }
    return new AllowedReceivers(hosts, networks);
  }

  boolean names(String host) {
    return hosts.contains(host.toLowerCase(Locale.ROOT));
  }

  boolean contains(InetAddress address) {
    InetAddress reached = AddressKinds.reached(address);
    return networks.stream().anyMatch(each -> each.contains(reached));
  }
}
