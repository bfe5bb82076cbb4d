package io.tripline.rest.security;

/** The addresses that callers call from. */
final class Addresses {
  private static final int PREFIX_GROUPS = 4;

  private Addresses() {}

  /**
   * One name for all addresses that one caller can have without effort: of IPv6 the first 64 bits,
   * as a network gives its hosts as many addresses as they like.
   *
   * @param address as Java writes it: IPv6 in eight groups, maybe in brackets and with a zone
   */
  static String group(String address) {
    if (address.indexOf(':') < 0) {
      return address;
    }
    String plain = address.startsWith("[") ? address.substring(1) : address;
    int at = -1;
    for (int i = 0; i < PREFIX_GROUPS; i++) {
      int next = plain.indexOf(':', at + 1);
      if (next < 0) {
        return plain;
      }
      at = next;
    }
    return plain.substring(0, at) + "::/64";
  }
}
