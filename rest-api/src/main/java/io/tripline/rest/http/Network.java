package io.tripline.rest.http;

import java.net.InetAddress;
import java.util.Arrays;

/**
 * The addresses that begin with the same bits, as {@code 10.0.0.0/8}. Immutable.
 *
 * @param prefixBits how many bits are the same; 0 to 32 or 128
 */
public record Network(InetAddress first, int prefixBits) {

  /**
   * Reads an address, or a network as {@code address/bits}.
   *
   * @throws IllegalArgumentException if it is neither, or if bits after the prefix are set
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    InetAddress first = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
    int all = first.getAddress().length * Byte.SIZE;
    int bits = slash < 0 ? all : bits(text.substring(slash + 1), all);
    Network network = new Network(first, bits);
    if (!Arrays.equals(network.masked(first.getAddress()), first.getAddress())) {
      throw new IllegalArgumentException(
          "'" + text + "' has bits set after its first " + bits + "; leave them 0");
    }
    return network;
  }

  /**
   * The same, with the text in the message of what is wrong with it.
   *
   * @throws IllegalArgumentException likewise
   */
  public static Network named(String text) {
    try {
      return parse(text);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "'" + text + "' is no address and no network: " + e.getMessage(), e);
    }
  }

  private static int bits(String text, int most) {
    if (!text.matches("\\d{1,3}") || Integer.parseInt(text) > most) {
      throw new IllegalArgumentException("after the slash stands a number up to " + most);
    }
    return Integer.parseInt(text);
  }

  /** Whether an address is one of them. */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    return bytes.length == first.getAddress().length
        && Arrays.equals(masked(bytes), first.getAddress());
  }

  private byte[] masked(byte[] address) {
    byte[] masked = address.clone();
    for (int i = 0; i < masked.length; i++) {
      int kept = Math.clamp(prefixBits - (long) i * Byte.SIZE, 0, Byte.SIZE);
      masked[i] &= (byte) (0xFF << (Byte.SIZE - kept));
    }
    return masked;
  }

  @Override
  public String toString() {
    return first.getHostAddress() + "/" + prefixBits;
  }
}
