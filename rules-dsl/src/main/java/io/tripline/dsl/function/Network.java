package io.tripline.dsl.function;

import io.tripline.dsl.ir.IpAddress;
import java.util.Optional;

/**
 * The addresses that share a prefix. IPv4 and IPv6 networks have no address in common.
 *
 * @param v4 whether it is a network of IPv4 addresses, which are held in their IPv6-mapped form
 */
record Network(boolean v4, long highMask, long lowMask, long high, long low) {
  /** How many bits lie before an IPv4 address in its IPv6-mapped form. */
  private static final int MAPPED_PREFIX = 96;

  /** Reads {@code 10.0.0.0/8}; bits behind the prefix do not matter. */
  static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    String digits = text.substring(slash + 1);
    if (slash < 0 || !digits.matches("0|[1-9][0-9]{0,2}")) {
      return Optional.empty();
    }
    boolean dotted = text.lastIndexOf(':', slash) < 0;
    int bits = Integer.parseInt(digits) + (dotted ? MAPPED_PREFIX : 0);
    return bits > Long.SIZE * 2
        ? Optional.empty()
        : IpAddress.parse(text.substring(0, slash)).map(address -> of(address, bits));
  }

  private static Network of(IpAddress address, int bits) {
    long highMask = mask(Math.min(bits, Long.SIZE));
    long lowMask = mask(Math.max(bits - Long.SIZE, 0));
    boolean v4 = address.isV4() && bits >= MAPPED_PREFIX;
    return new Network(v4, highMask, lowMask, address.high() & highMask, address.low() & lowMask);
  }

  private static long mask(int bits) {
    return bits == 0 ? 0 : -1L << (Long.SIZE - bits);
  }

  /** Whether it has the address of these two halves. */
  boolean contains(long addressHigh, long addressLow) {
    return IpAddress.isV4(addressHigh, addressLow) == v4
        && (addressHigh & highMask) == high
        && (addressLow & lowMask) == low;
  }
}
