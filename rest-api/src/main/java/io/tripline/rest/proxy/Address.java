package io.tripline.rest.proxy;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Addresses as proxies and servers write them. No name is ever looked up. */
final class Address {
  private static final String PORT = "(?::(?:\\d{1,5}|_[A-Za-z0-9._-]{1,64}))?";
  private static final String BYTE = "(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";

  /** Four numbers without zeros in front, which some would read as octal. */
  private static final Pattern V4 = Pattern.compile("(" + BYTE + "(?:\\." + BYTE + "){3})" + PORT);

  /** Without a zone: that would be one of the proxy's. */
  private static final Pattern V6 = Pattern.compile("[0-9A-Fa-f:.]{2,45}");

  private static final Pattern V6_IN_BRACKETS =
      Pattern.compile("\\[(" + V6.pattern() + ")]" + PORT);

  private Address() {}

  /**
   * IPv4, IPv6, or IPv6 in brackets; a port may stand behind the first and the last. Anything else,
   * {@code unknown} and names that hide an address among it, is null.
   */
  static @Nullable InetAddress ofHop(String text) {
    Matcher v4 = V4.matcher(text);
    if (v4.matches()) {
      return literal(v4.group(1));
    }
    Matcher inBrackets = V6_IN_BRACKETS.matcher(text);
    if (inBrackets.matches()) {
      return v6(inBrackets.group(1));
    }
    return V6.matcher(text).matches() ? v6(text) : null;
  }

  /** Whether it is IPv4, maybe with a port. */
  static boolean isV4(String text) {
    return V4.matcher(text).matches();
  }

  /** As an HTTP server tells it: maybe in brackets, maybe with a zone. */
  static @Nullable InetAddress ofPeer(String text) {
    String plain =
        text.startsWith("[") && text.endsWith("]") ? text.substring(1, text.length() - 1) : text;
    int zone = plain.indexOf('%');
    return ofHop(zone < 0 ? plain : plain.substring(0, zone));
  }

  private static @Nullable InetAddress v6(String text) {
    return text.indexOf(':') < 0 ? null : literal(text);
  }

  private static @Nullable InetAddress literal(String text) {
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
