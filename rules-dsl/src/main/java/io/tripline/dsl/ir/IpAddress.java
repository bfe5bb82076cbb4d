package io.tripline.dsl.ir;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;

/**
 * An IP address as 128 bits; IPv4 addresses are held in their IPv4-mapped IPv6 form.
 *
 * @param high the first eight bytes, big-endian
 * @param low the last eight bytes, big-endian
 */
public record IpAddress(long high, long low) {
  private static final long MAPPED_PREFIX = 0x0000_FFFF_0000_0000L;

  /** Reads a literal address ({@code 192.0.2.1}, {@code 2001:db8::1}); never asks a name server. */
  public static Optional<IpAddress> parse(String text) {
    return parse(text.toCharArray(), 0, text.length());
  }

  /** Reads a literal address from a run of characters. */
  public static Optional<IpAddress> parse(char[] chars, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (chars[i] == ':') {
        return parseV6(new String(chars, offset, length));
      }
    }
    return parseV4(chars, offset, offset + length);
  }

  private static Optional<IpAddress> parseV6(String text) {
    if (text.indexOf('%') >= 0 || text.indexOf('[') >= 0) {
      return Optional.empty();
    }
    try {
      // Not InetAddress: it tries IPv4 first, and words the failure of that at some cost.
      return Optional.of(of(Inet6Address.ofLiteral(text).getAddress()));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /**
   * Four decimal numbers. Ours, because most payments have one and the platform's reader costs as
   * much as the rest of the record; stricter, too: no short forms ("10.1") and no leading zeros,
   * which some programs take as octal.
   */
  private static Optional<IpAddress> parseV4(char[] chars, int from, int to) {
    long address = 0;
    int numbers = 0;
    int number = -1;
    for (int i = from; i <= to; i++) {
      char c = i < to ? chars[i] : '.';
      if (c == '.') {
        if (number < 0 || ++numbers > 4) {
          return Optional.empty();
        }
        address = address << 8 | number;
        number = -1;
      } else if (c >= '0' && c <= '9' && number != 0) {
        number = Math.max(number, 0) * 10 + (c - '0');
        if (number > 255) {
          return Optional.empty();
        }
      } else {
        return Optional.empty();
      }
    }
    return numbers == 4 ? Optional.of(new IpAddress(0, MAPPED_PREFIX | address)) : Optional.empty();
  }

  private static IpAddress of(byte[] bytes) {
    if (bytes.length == 4) {
      return new IpAddress(0, MAPPED_PREFIX | (toLong(bytes, 0, 4)));
    }
    return new IpAddress(toLong(bytes, 0, 8), toLong(bytes, 8, 8));
  }

  private static long toLong(byte[] bytes, int from, int count) {
    long value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 8 | (bytes[from + i] & 0xFF);
    }
    return value;
  }

  /** Whether this is an IPv4 address. */
  public boolean isV4() {
    return isV4(high, low);
  }

  /** Whether these are the halves of an IPv4 address. */
  public static boolean isV4(long high, long low) {
    return high == 0 && (low & 0xFFFF_FFFF_0000_0000L) == MAPPED_PREFIX;
  }

  @Override
  public String toString() {
    byte[] bytes = new byte[isV4() ? 4 : 16];
    for (int i = 0; i < bytes.length; i++) {
      int bit = (bytes.length - 1 - i) * 8;
      bytes[i] = (byte) (bit >= 64 ? high >>> (bit - 64) : low >>> bit);
    }
    try {
      return InetAddress.getByAddress(bytes).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e); // only for a wrong length
    }
  }
}
