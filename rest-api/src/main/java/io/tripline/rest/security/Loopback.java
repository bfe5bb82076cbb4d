package io.tripline.rest.security;

import java.util.Locale;

/** This machine, as it is written. */
public final class Loopback {
  private Loopback() {}

  /**
   * Whether a host is this machine's loopback, by what is written: names are not asked for.
   *
   * @param host of a URI, with brackets around an IPv6 address
   */
  public static boolean isNamed(String host) {
    String plain = host.toLowerCase(Locale.ROOT);
    return plain.equals("localhost")
        || plain.equals("[::1]")
        || plain.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }
}
