package io.tripline.dsl.function;

import io.tripline.dsl.ir.IpAddress;
import java.util.Optional;

/** The addresses that share a prefix; IPv4 and IPv6 networks share none. */
record Network(long highMask, long lowMask, long high, long low) {

  /** Reads {@code 10.0.0.0/8}; bits behind the prefix do not matter. */
  static Optional<Network> parse(String text) {
    int slash = text.indexOf('/');
    String digits = text.substring(slash + 1);
    if (slash < 0 || !digits.matches("[0-9]{1,3}")) {
      return Optional.empty();
    }
    return IpAddress.parse(text.substring(0, slash))
        .flatMap(address -> of(address, Integer.parseInt(digits), text.indexOf(':') < 0));
  }

  private static Optional<Network> of(IpAddress address, int prefix, boolean v4) {
    if (prefix > (v4 ? 32 : 128)) {
      return Optional.empty();
    }
    int bits = v4 ? prefix + 96 : prefix;
    long highMask = mask(Math.min(bits, 64));
    long lowMask = mask(Math.max(bits - 64, 0));
    return Optional.of(
        new Network(highMask, lowMask, address.high() & highMask, address.low() & lowMask));
  }

  private static long mask(int bits) {
    return bits == 0 ? 0 : -1L << (64 - bits);
  }

  boolean contains(IpAddress address) {
    return (address.high() & highMask) == high && (address.low() & lowMask) == low;
  }
}
