package io.tripline.rest.proxy;

import io.tripline.rest.http.Network;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Proxies that say on whose behalf they call, and are believed. Of what a request says, each part
 * was written by the hop to the right of it, and the last one by whoever is connected: so it is
 * read from the right, and only as far as trusted hops have written it. Whatever stands further to
 * the left, the caller may have made up. Immutable.
 *
 * @param networks in which all addresses are trusted proxies; none if nobody is believed
 * @param header the one header that the proxies write; a caller could write another one
 */
public record TrustedProxies(List<Network> networks, ForwardedHeader header) {
  /** Nobody is believed. */
  public static final TrustedProxies NONE =
      new TrustedProxies(List.of(), ForwardedHeader.X_FORWARDED_FOR);

  /** More proxies than stand in one another's way anywhere. */
  private static final int MOST_HOPS = 16;

  public TrustedProxies {
    networks = List.copyOf(networks);
  }

  /**
   * Reads addresses and networks.
   *
   * @throws IllegalArgumentException if one is neither, or holds all addresses; the message says
   *     which
   */
  public static TrustedProxies parse(List<String> texts, ForwardedHeader header) {
    List<Network> networks = new ArrayList<>();
    for (String text : texts) {
      Network network = Network.named(text);
      if (network.prefixBits() == 0) {
        throw new IllegalArgumentException(
            "'" + text + "' holds all addresses: callers could give any for their own");
      }
      networks.add(network);
    }
    return new TrustedProxies(networks, header);
  }

  /** Whether anybody is believed. */
  public boolean isNobody() {
    return networks.isEmpty();
  }

  /**
   * Whoever has sent a request: the first hop, seen from here, that is not trusted; of a request
   * that trusted hops alone have to do with, the last one that is known.
   *
   * @param peer who is connected, as the HTTP server names it
   * @param lines the header's, in their order
   * @return an address as Java writes it; the peer as it was given if it is not trusted, or if a
   *     trusted hop does not say for whom it calls, or says it in a way that is not understood
   */
  public String client(String peer, List<String> lines) {
    InetAddress hop = Address.ofPeer(peer);
    if (hop == null || !trusts(hop)) {
      return peer;
    }
    HopsFromRight hops = new HopsFromRight(header, lines);
    for (int i = 0; i < MOST_HOPS; i++) {
      if (!hops.hasNext()) {
        return i == 0 ? peer : hop.getHostAddress();
      }
      hop = hops.next();
      if (hop == null) {
        return peer;
      }
      if (!trusts(hop)) {
        return hop.getHostAddress();
      }
    }
    return peer;
  }

  private boolean trusts(InetAddress address) {
    return networks.stream().anyMatch(each -> each.contains(address));
  }

  /** The lines of a header from the last to the first, and of each the parts likewise. */
  private static final class HopsFromRight {
    private final ForwardedHeader header;
    private final List<String> lines;
    private int line;
    private @Nullable String rest;

    HopsFromRight(ForwardedHeader header, List<String> lines) {
      this.header = header;
      this.lines = lines;
      this.line = lines.size();
    }

    boolean hasNext() {
      return rest != null || line > 0;
    }

    /** The next one; null if it cannot be understood. */
    @Nullable InetAddress next() {
      String text = rest == null ? lines.get(--line) : rest;
      int comma = header.lastComma(text);
      rest = comma < 0 ? null : text.substring(0, comma);
      return header.hop(text.substring(comma + 1).strip());
    }
  }
}
